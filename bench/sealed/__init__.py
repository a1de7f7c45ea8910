"""What encryption costs: our fields, beside plain columns and packages of others.

One process for each database measures our fields and plain columns turn by turn; one
for each package does the same with that package, in a virtual environment of its own.
"""
