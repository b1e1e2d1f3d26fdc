package org.atomicagents.internal.storage;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A file of records that are appended durably and never changed.
 *
 * <p>A record is its length, a CRC-32C of its length and body, and its body. Opening the log reads
 * and checks all records; a record that a crash left incomplete is cut off, any other deviation is
 * reported with its position. One process has the file open at a time; it locks a second file
 * beside it.
 *
 * <p>Records are appended by one thread, which must not be interrupted, since an interrupt closes
 * the channel. Any thread may read.
 */
public final class RecordLog implements AutoCloseable {
  private static final int READ_BUFFER = 1 << 16;

  private final Path path;
  private final LogLock lock;
  private final FileChannel file;
  private long end = LogHeader.SIZE;
  private long marked = LogHeader.SIZE;
  private long markCount;

  /** Receives the records of a log that is opened. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * Reads a record.
     *
     * @param position the position of the record, for {@link RecordLog#read}
     * @throws IllegalArgumentException if the body is not valid
     */
    void visit(long position, byte[] body);
  }

  private RecordLog(Path path, LogLock lock, FileChannel file) {
    this.path = path;
    this.lock = lock;
    this.file = file;
  }

  /**
   * Returns the opened log, which is created if there is no file.
   *
   * @param kind the kind of the records; a log of another kind is rejected
   * @param visitor receives all records, in order
   * @throws LogDamagedException if committed records are damaged or missing
   * @throws IOException if the file cannot be opened, or is open already
   */
  public static RecordLog open(Path path, int kind, Visitor visitor) throws IOException {
    return openFile(withoutLinks(path), kind, visitor);
  }

  private static RecordLog openFile(Path path, int kind, Visitor visitor) throws IOException {
    LogLock lock = LogLock.acquire(path);
    try {
      if (!Files.exists(path)) {
        create(path, kind);
      }
      FileChannel file = FileChannel.open(path, READ, WRITE);
      try {
        var log = new RecordLog(path, lock, file);
        log.recover(kind, visitor);
        return log;
      } catch (Throwable e) {
        file.close();
        throw e;
      }
    } catch (Throwable e) {
      lock.close();
      throw e;
    }
  }

  // The file appears with its complete header, so that an empty file is never a new log.
  private static void create(Path path, int kind) throws IOException {
    Path draft = path.resolveSibling(path.getFileName() + ".new");
    try (FileChannel file =
        FileChannel.open(
            draft, WRITE, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING)) {
      LogHeader.writeFully(file, LogHeader.create(kind), 0);
      file.force(true);
    }
    moveDurably(draft, path);
  }

  /** Replaces a file by another one of the same folder, so that a crash leaves one of the two. */
  public static void moveDurably(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    Path folder = to.toAbsolutePath().getParent();
    try (FileChannel channel = FileChannel.open(folder, READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Some systems cannot open a folder; there, a move is durable or nothing makes it so.
    }
  }

  /** Deletes the lock file of a temporary log. */
  public static void deleteLock(Path path) throws IOException {
    LogLock.delete(path);
  }

  // Two names of one file must lead to one lock, and a file is replaced, but not a link to it.
  private static Path withoutLinks(Path path) throws IOException {
    if (Files.exists(path)) {
      return path.toRealPath();
    }
    Path absolute = path.toAbsolutePath();
    Path folder = absolute.getParent();
    return folder != null && Files.exists(folder)
        ? folder.toRealPath().resolve(absolute.getFileName())
        : absolute;
  }

  private void recover(int kind, Visitor visitor) throws IOException {
    long size = file.size();
    try (InputStream stream = Files.newInputStream(path);
        var input = new DataInputStream(new BufferedInputStream(stream, READ_BUFFER))) {
      long mark = LogHeader.readMark(input.readNBytes(LogHeader.SIZE), kind);
      if (size < mark) {
        throw new LogDamagedException(
            size, "the file ends here, but its records were committed up to byte " + mark);
      }
      while (end < size) {
        byte[] body = LogFrame.read(input, size - end);
        if (body == null) {
          break;
        }
        visit(visitor, body);
        end += sizeOf(body);
      }
      if (end < mark) {
        throw new LogDamagedException(
            end, "the checksum of the record differs; records were committed up to byte " + mark);
      }
    }
    file.truncate(end);
    writeMark();
  }

  private void visit(Visitor visitor, byte[] body) throws LogDamagedException {
    try {
      visitor.visit(end, body);
    } catch (IllegalArgumentException e) {
      var damaged = new LogDamagedException(end, "the record is not valid: " + e.getMessage());
      damaged.initCause(e);
      throw damaged;
    }
  }

  /** Returns the file, without symbolic links. */
  public Path path() {
    return path;
  }

  /** Returns the position of the next record. */
  public long end() {
    return end;
  }

  /** Returns the number of bytes that a record with a body takes. */
  public static long sizeOf(byte[] body) {
    return LogFrame.SIZE + (long) body.length;
  }

  /**
   * Appends records; they are durable when this method returns.
   *
   * @throws IOException if a record cannot be written, such as on a full disk; none was appended
   * @throws LogFailedException if it is unknown which records are durable; the log has to be opened
   *     again
   */
  public void append(List<byte[]> bodies) throws IOException {
    write(bodies);
    force();
  }

  /**
   * Appends records without a force: they survive the end of the process, but not that of the
   * system before the next {@link #force}.
   *
   * @throws IOException if a record cannot be written, such as on a full disk; none was appended
   * @throws LogFailedException if it is unknown which records were written; the log has to be
   *     opened again
   */
  public void write(List<byte[]> bodies) throws IOException {
    long position = end;
    try {
      for (byte[] body : bodies) {
        LogHeader.writeFully(file, LogFrame.of(body), position);
        position += sizeOf(body);
      }
    } catch (IOException e) {
      cutOff(e);
      throw e;
    }
    end = position;
  }

  /**
   * Makes all records durable.
   *
   * @throws LogFailedException if it is unknown which records are durable; the log has to be opened
   *     again
   */
  public void force() throws IOException {
    try {
      file.force(false);
      writeMark();
    } catch (IOException e) {
      // After a failed force, the system may have dropped pages that it could not write.
      throw new LogFailedException(e);
    }
  }

  /** Returns whether all records are durable. */
  public boolean isForced() {
    return marked == end;
  }

  private void cutOff(IOException problem) throws LogFailedException {
    try {
      file.truncate(end);
    } catch (IOException e) {
      problem.addSuppressed(e);
      throw new LogFailedException(problem);
    }
  }

  // The mark is not forced: it becomes durable with the next records, or when the log is closed.
  private void writeMark() throws IOException {
    LogHeader.writeMark(file, end, markCount++);
    marked = end;
  }

  /**
   * Returns the body of a record.
   *
   * @throws LogDamagedException if the record is damaged
   */
  public byte[] read(long position) throws IOException {
    try (var reader = new RandomAccessFile(path.toFile(), "r")) {
      reader.seek(position);
      byte[] body = LogFrame.read(reader, reader.length() - position);
      if (body == null) {
        throw new LogDamagedException(position, "the checksum of the record differs");
      }
      return body;
    } catch (EOFException e) {
      throw new LogDamagedException(position, "the file ends within the record");
    }
  }

  @Override
  public void close() throws IOException {
    try (lock;
        file) {
      if (!isForced()) {
        force();
      }
      file.force(true);
    }
  }
}
