"""What erasing costs: real workers on PostgreSQL, with few and with many orders.

One process fills the shops, workers as in a real shop carry the cases out, and their
CPU time, the database's, and the workers' memory are read from the kernel.
"""
