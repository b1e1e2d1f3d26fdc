package org.atomicagents.chat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A context provider of the content of a text file, which is read again after it changed. */
final class FileContext implements ContextProvider {
  private static final int MAX_BYTES = 1_000_000;

  /** The resolution of the times in file systems, at most. */
  private static final Duration TICK = Duration.ofSeconds(2);

  private final String title;
  private final Path path;
  private final AtomicReference<@Nullable Version> latest = new AtomicReference<>();

  private record Version(FileTime modified, long size, @Nullable Object key, String text) {
    boolean isOf(BasicFileAttributes file) {
      return modified.equals(file.lastModifiedTime())
          && size == file.size()
          && Objects.equals(key, file.fileKey());
    }
  }

  FileContext(String title, Path path) {
    this.title = Objects.requireNonNull(title, "title");
    this.path = Objects.requireNonNull(path, "path");
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public String info() {
    try {
      BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
      Version known = latest.get();
      if (known != null && known.isOf(file)) {
        return known.text();
      }
      // A second change within the same tick of the file system has the same time.
      boolean isSettled = file.lastModifiedTime().toInstant().isBefore(Instant.now().minus(TICK));
      String text = read(file);
      latest.set(
          isSettled
              ? new Version(file.lastModifiedTime(), file.size(), file.fileKey(), text)
              : null);
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(failure(e), e);
    }
  }

  private String failure(IOException e) {
    String reason = e instanceof CharacterCodingException ? "its text is not UTF-8" : e.toString();
    return "Context provider '" + title + "' could not read " + path + ": " + reason;
  }

  private String read(BasicFileAttributes file) throws IOException {
    // Opening a pipe or a device could block for ever.
    if (!file.isRegularFile()) {
      throw new IOException("expected a regular file");
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(path)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    }
    if (bytes.length > MAX_BYTES) {
      throw new IOException("expected at most " + MAX_BYTES + " bytes, found " + file.size());
    }
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }
}
