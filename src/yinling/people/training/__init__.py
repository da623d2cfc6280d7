"""培训: courses with attendance and exams, internships and who stayed, contests and their honours.

Nouns: course, trainee, attendance, exam, internship, intern, contest, placing. Verbs: open a course, admit, attend,
examine; begin and end an internship; hold a contest, place. A person who takes three courses is one person trained.
Certificates stand in workforce; subsidies that follow from all this are programmes of the packs.
"""
