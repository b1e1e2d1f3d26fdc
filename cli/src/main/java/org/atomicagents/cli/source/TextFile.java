package org.atomicagents.cli.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads UTF-8 text of limited size. */
public final class TextFile {
  private static final char BYTE_ORDER_MARK = '\ufeff';

  private TextFile() {}

  /**
   * Reads a regular file and returns its text. A pipe or a device could block or never end.
   *
   * @param max the maximum size in bytes
   * @throws IOException if the file cannot be read; the message states the reason
   */
  public static String read(Path file, int max) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException("it is a directory");
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException("it is not a regular file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, max);
    } catch (NoSuchFileException e) {
      throw new IOException("the file does not exist", e);
    } catch (java.nio.file.AccessDeniedException e) {
      throw new IOException("permission denied", e);
    }
  }

  /** Reads a stream to its end and returns its text; the stream is not closed. */
  public static String read(InputStream in, int max) throws IOException {
    byte[] bytes = in.readNBytes(max + 1);
    if (bytes.length > max) {
      throw new IOException("it is larger than " + (max >> 20) + " MiB");
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new IOException("it is not valid UTF-8", e);
    }
  }
}
