"""Files, as a sealed guest sees them: Python's own and one scratch folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.bench import REFUSED, all_refused, scratch_folder

if TYPE_CHECKING:
    from support.bench import Bench

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs Landlock and seccomp")


def test_reads_nothing_outside(bench: Bench) -> None:
    """No file of the machine, of others, of the kit or of /proc can be opened."""
    other = scratch_folder(bench)
    (other / "secret").write_text("secret")
    (other / "secret").chmod(0o644)
    stdlib = bench.interpreter.stdlib
    paths = [
        *("/", "/etc/passwd", "/etc", "/tmp", "/proc/self/maps", "/proc/self/environ", "/proc"),
        *(f"/proc/{os.getpid()}/mem", f"/proc/{os.getpid()}/environ", "/dev/shm", "/sys", "/root"),
        *(str(other), str(other / "secret"), str(bench.root), __file__, pytest.__file__),
    ]
    result = bench.run(
        f"""
for path in {paths!r}:
    answer[path] = tried(os.open, path, os.O_RDONLY)
    os.chdir('/')
    answer['relative ' + path] = tried(os.open, path.lstrip('/') or '.', os.O_RDONLY)
answer['by magic link'] = tried(os.readlink, '/proc/{os.getpid()}/cwd')
handle = os.open('/etc/passwd', os.O_PATH)
answer['through a path descriptor'] = tried(os.open, '/proc/self/fd/%d' % handle, os.O_RDONLY)
answer['handle'] = tried(os.listdir, os.open('/etc', os.O_PATH))
del answer['handle']
"""
    )
    assert all_refused(result.answer), result
    assert bench.run(f"answer[''] = tried(os.listdir, {stdlib!r})").answer == {"": "done"}


def test_packages_beside_the_standard_library_stay_closed(bench: Bench) -> None:
    """What lies in site-packages, and so perhaps the checks, cannot be read."""
    roots = [Path(bench.interpreter.stdlib), Path(bench.interpreter.base_prefix, "lib/python3")]
    files = [
        next((r / name).glob("*/*.py"), None)
        for r in roots
        for name in ("site-packages", "dist-packages")
    ]
    paths = [str(path) for path in files if path]
    if not paths:
        pytest.skip("this interpreter has no packages installed")
    result = bench.run(f"answer |= {{p: tried(os.open, p, 0) for p in {paths!r}}}")
    assert all_refused(result.answer), result


def test_writes_nothing_outside(bench: Bench) -> None:
    """Nothing can be made, changed, emptied or removed but in the guest's own folder."""
    other = scratch_folder(bench)
    other.chmod(0o777)
    module = f"{bench.interpreter.stdlib}/this.py"
    size = Path(module).stat().st_size
    result = bench.run(
        f"""
create = os.O_CREAT | os.O_WRONLY
for folder in {[str(bench.root), str(other), "/tmp", "/dev/shm", "/var/tmp", "/root"]!r}:
    answer[folder] = tried(os.open, folder + '/trace', create)
    answer['folder in ' + folder] = tried(os.mkdir, folder + '/trace')
    answer['temporary in ' + folder] = tried(os.open, folder, os.O_TMPFILE | os.O_RDWR)
open('mine', 'w').close()
answer['rename'] = tried(os.rename, 'mine', {str(other / "mine")!r})
answer['rmdir'] = tried(os.rmdir, {str(other)!r})
answer['write'] = tried(os.open, {module!r}, os.O_WRONLY)
answer['empty'] = tried(os.open, {module!r}, os.O_RDONLY | os.O_TRUNC)
answer['truncate'] = tried(os.truncate, {module!r}, 0)
answer['unlink'] = tried(os.unlink, {module!r})
"""
    )
    assert set(result.answer.values()) <= REFUSED | {"EXDEV"}, result
    assert list(other.iterdir()) == []
    assert Path(module).stat().st_size == size


def test_uses_its_scratch_folder(bench: Bench) -> None:
    """Files and folders can be made, read, renamed and removed there; tempfile works."""
    result = bench.run(
        """
import tempfile, pathlib
with open('a', 'w') as file: file.write('text')
os.rename('a', 'b'); os.mkdir('d'); os.replace('b', 'c')
answer['read'] = open('c').read()
with tempfile.TemporaryDirectory() as folder: pathlib.Path(folder, 'f').write_text('x')
with tempfile.TemporaryFile() as file: file.write(b'x')
with open('c', 'r+') as file: file.truncate(2)
answer['names'] = sorted(os.listdir('.'))
os.unlink('c'); os.rmdir('d')
with open('/dev/null', 'w') as sink: sink.write('x')
"""
    )
    assert result.errors == ""
    assert result.answer == {"read": "text", "names": ["c", "d"]}


def test_makes_no_links_and_nothing_special(bench: Bench) -> None:
    """No link, FIFO, socket or device, and no mode, owner, time or attribute changed."""
    result = bench.run(
        f"""
open('f', 'w').close(); os.mkdir('d')
answer['symlink'] = tried(os.symlink, '/etc/passwd', 's')
answer['link'] = tried(os.link, 'f', 'g')
answer['foreign link'] = tried(os.link, {__file__!r}, 'h')
answer['fifo'] = tried(os.mkfifo, 'p')
answer['device'] = tried(os.mknod, 'n', 0o600 | 0o020000, os.makedev(1, 3))
answer['chmod'] = tried(os.chmod, 'f', 0o777)
answer['fchmod'] = tried(os.fchmod, os.open('f', os.O_RDWR), 0o777)
answer['chown'] = tried(os.chown, 'f', os.getuid(), os.getgid())
answer['utime'] = tried(os.utime, 'f', (0, 0))
answer['utime of Python'] = tried(os.utime, {bench.interpreter.stdlib + "/this.py"!r}, (0, 0))
answer['setxattr'] = tried(os.setxattr, 'f', 'user.x', b'x')
answer['truncate by name'] = tried(os.truncate, 'f', 0)
"""
    )
    assert all_refused(result.answer), result
