//! The writing half: IR in, files out, one writer for each kind of file.
