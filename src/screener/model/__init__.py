"""What the domain talks about: metrics, screens, verdicts. No I/O, no table engine, no screen."""
