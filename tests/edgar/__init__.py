"""A local EDGAR and iShares: a real HTTP server on loopback that behaves as the sources do.

``universe`` is what there is to be had, ``site`` says what a request is answered with (its rules,
its faults), ``server`` delivers that over real sockets, also when it must be delivered badly.
``market`` writes what is served: a fictional market (``tests/simulator``) as of two days. Nothing
here imports the program; the tests do, and run it as people do, as a process of its own.
"""
