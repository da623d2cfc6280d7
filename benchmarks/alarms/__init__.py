"""How many devices can be listened to, and how soon does a call for help reach somebody?"""
