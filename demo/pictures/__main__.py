"""`python -m demo.pictures OUTDIR`"""

import sys
from pathlib import Path

from demo.pictures import draw_all

if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m demo.pictures OUTDIR")
    for drawn in draw_all(Path(sys.argv[1])):
        sys.stdout.write(f"{drawn}\n")
