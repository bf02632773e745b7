"""What Designbook costs beside a bare Flask application in the same run: `python -m benchmarks`."""
