"""Who comes or is told when somebody calls for help (应急响应人员和家属联系人).

Nouns: a responder with a place, a way of travelling and a duty rota; a contact in the family with the ways in which
they want to be told. Verbs: register, change, leave, put_on_duty, take_off_duty, add_contact, end_contact.
"""
