package org.atomicagents.cli.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Text that comes from outside: UTF-8 and nothing else, no more of it than is good. */
public final class TextFile {
  private static final char BYTE_ORDER_MARK = '\ufeff';

  private TextFile() {}

  /**
   * Reads a file whole.
   *
   * @param most how many bytes it may have
   * @throws IOException says in words why it can't be read
   */
  public static String read(Path file, int most) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException("it is a folder");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, most);
    } catch (NoSuchFileException e) {
      throw new IOException("there is no such file", e);
    } catch (java.nio.file.AccessDeniedException e) {
      throw new IOException("it may not be read", e);
    }
  }

  /** Reads a stream to its end, and leaves it open. */
  public static String read(InputStream in, int most) throws IOException {
    byte[] bytes = in.readNBytes(most + 1);
    if (bytes.length > most) {
      throw new IOException("it is larger than " + (most >> 20) + " MiB");
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new IOException("it is not text in UTF-8", e);
    }
  }
}
