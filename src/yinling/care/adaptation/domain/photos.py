"""What counts as a photo: by its first bytes and its size, never by its name."""

from collections.abc import Sequence
from dataclasses import dataclass

from yinling.care.adaptation.domain.refusals import PhotoRefused

PHOTO_BYTES_MAX = 8 * 1024 * 1024
PHOTOS_MAX = 12
_STARTS = {"jpg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n\x1a\n"}


@dataclass(frozen=True)
class Photo:
    """A picture as it was uploaded."""

    name: str
    content: bytes


def kind_of(content: bytes) -> str:
    """`jpg`, `png`, or nothing."""
    return next((kind for kind, start in _STARTS.items() if content.startswith(start)), "")


def checked(photos: Sequence[Photo]) -> tuple[Photo, ...]:
    """The photos, if all may be kept. Raises PhotoRefused."""
    if len(photos) > PHOTOS_MAX:
        raise PhotoRefused(f"一次最多上传 {PHOTOS_MAX} 张照片。")
    for photo in photos:
        if len(photo.content) > PHOTO_BYTES_MAX:
            raise PhotoRefused(f"照片“{photo.name}”超过 {PHOTO_BYTES_MAX // 1024 // 1024} MB。")
        if not kind_of(photo.content):
            raise PhotoRefused(f"“{photo.name}”不是 JPEG 或 PNG 照片。")
    return tuple(photos)
