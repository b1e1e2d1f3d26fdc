package org.atomicagents.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.atomicagents.internal.storage.LogWriter;
import org.atomicagents.internal.storage.RecordLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class LogWriterTest {
  @TempDir private Path folder;

  private record FailingCommand(Runnable action) implements LogWriter.Command {
    @Override
    public Object subject() {
      return this;
    }

    @Override
    public byte[] prepare(long position) {
      return new byte[] {1};
    }

    @Override
    public void publish() {
      action.run();
    }
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void failsLaterCommandsAfterAnUnexpectedErrorInsteadOfBlockingThem() throws Exception {
    Path file = folder.resolve("records.log");
    RecordLog log = RecordLog.open(file, 1, (position, body) -> {});
    try (var writer = new LogWriter(log, "test", UncheckedIOException::new)) {
      var lackOfMemory =
          new FailingCommand(() -> {
            throw new OutOfMemoryError("no memory");
          });

      assertThatThrownBy(() -> writer.execute(lackOfMemory))
          .isInstanceOf(OutOfMemoryError.class)
          .hasMessage("no memory");
      assertThatThrownBy(() -> writer.execute(new FailingCommand(() -> {})))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("the log has to be opened again");
    }
    RecordLog.open(file, 1, (position, body) -> {}).close();
  }

  @Test
  void unforcedRecordsAreInTheFileWhenTheirCommandReturns() throws Exception {
    Path file = folder.resolve("records.log");
    Path copy = folder.resolve("copy.log");
    RecordLog log = RecordLog.open(file, 1, (position, body) -> {});
    try (var writer = new LogWriter(log, "test", UncheckedIOException::new)) {
      writer.execute(new ByteCommand(1, true));
      writer.execute(new ByteCommand(2, false));
      writer.execute(new ByteCommand(3, false));

      Files.copy(file, copy);
    }

    assertThat(read(copy)).containsExactly((byte) 1, (byte) 2, (byte) 3);
    assertThat(read(file)).containsExactly((byte) 1, (byte) 2, (byte) 3);
  }

  @Test
  void cutOfUnforcedRecordsIsNoDamage() throws Exception {
    Path file = folder.resolve("records.log");
    Path copy = folder.resolve("copy.log");
    RecordLog log = RecordLog.open(file, 1, (position, body) -> {});
    try (var writer = new LogWriter(log, "test", UncheckedIOException::new)) {
      writer.execute(new ByteCommand(1, true));
      long durable = Files.size(file);
      writer.execute(new ByteCommand(2, false));
      byte[] bytes = Files.readAllBytes(file);
      for (long length = durable; length < bytes.length; length++) {
        Files.write(copy, Arrays.copyOf(bytes, (int) length));

        assertThat(read(copy)).containsExactly((byte) 1);
      }
    }
  }

  private static List<Byte> read(Path file) throws IOException {
    var bodies = new ArrayList<Byte>();
    RecordLog.open(file, 1, (position, body) -> bodies.add(body[0])).close();
    return bodies;
  }

  private record ByteCommand(int body, boolean isForced) implements LogWriter.Command {
    @Override
    public Object subject() {
      return body;
    }

    @Override
    public byte[] prepare(long position) {
      return new byte[] {(byte) body};
    }

    @Override
    public void publish() {}
  }
}
