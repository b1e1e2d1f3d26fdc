package org.atomicagents.internal.codec;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Texts of any length in records of a journal, and in other files. */
public final class BinaryText {
  private BinaryText() {}

  public static void write(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /**
   * Returns the next text.
   *
   * @throws IllegalArgumentException if there are fewer bytes than its length
   */
  public static String read(DataInputStream in) throws IOException {
    int length = readCount(in);
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  public static void writeAll(DataOutputStream out, List<String> texts) throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      write(out, text);
    }
  }

  public static List<String> readAll(DataInputStream in) throws IOException {
    int count = readCount(in);
    var texts = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      texts.add(read(in));
    }
    return texts;
  }

  /** Returns the next number of bytes or of elements, each of which has at least one byte. */
  public static int readCount(DataInputStream in) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > in.available()) {
      throw new IllegalArgumentException("expected at most " + in.available() + ", found " + count);
    }
    return count;
  }
}
