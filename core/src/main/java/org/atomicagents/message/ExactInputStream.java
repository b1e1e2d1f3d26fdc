package org.atomicagents.message;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream of a known length; data that is shorter or longer is an error. */
final class ExactInputStream extends FilterInputStream {
  private long remaining;

  ExactInputStream(InputStream in, long length) {
    super(in);
    this.remaining = length;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    count(value < 0 ? -1 : 1);
    return value;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = super.read(buffer, offset, length);
    count(read);
    return read;
  }

  @Override
  public long skip(long count) throws IOException {
    throw new IOException("skipping is not supported");
  }

  private void count(int read) throws IOException {
    if (read > 0) {
      remaining -= read;
    }
    if (remaining < 0 || (read < 0 && remaining > 0)) {
      throw new IOException("the size of the file changed while it was read");
    }
  }
}
