package org.atomicagents.internal.provider;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A reader of a prefix and of bytes in Base64, which are encoded as they are read. */
final class Base64Reader extends Reader {
  private static final int CHUNK = 24 * 1024; // a multiple of 3, so that only the end is padded

  private final InputStream in;
  private char[] chunk;
  private int position;

  Base64Reader(String prefix, InputStream in) {
    this.in = in;
    this.chunk = prefix.toCharArray();
  }

  @Override
  public int read(char[] buffer, int offset, int length) throws IOException {
    if (position == chunk.length && !readChunk()) {
      return -1;
    }
    int count = Math.min(length, chunk.length - position);
    System.arraycopy(chunk, position, buffer, offset, count);
    position += count;
    return count;
  }

  private boolean readChunk() throws IOException {
    byte[] bytes = in.readNBytes(CHUNK);
    chunk =
        new String(Base64.getEncoder().encode(bytes), StandardCharsets.ISO_8859_1).toCharArray();
    position = 0;
    return chunk.length > 0;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
