"""How good and how fast are the plans of a day?"""
