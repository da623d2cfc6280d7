"""Double entry: transfers whose entries sum to zero, the balances they leave, the statement of an account.

Amounts are whole numbers in the smallest unit; a positive entry is what an account gains. No word of what is counted.
"""
