// Where the phone is, for a form that asks for it; without leave or network the form goes without.
const form = document.querySelector("[data-place]");
if (form && navigator.geolocation) {
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      form.elements.longitude.value = coords.longitude.toFixed(6);
      form.elements.latitude.value = coords.latitude.toFixed(6);
    },
    () => {},
    { enableHighAccuracy: true, maximumAge: 60000, timeout: 20000 },
  );
}
