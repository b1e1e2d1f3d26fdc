package org.atomicagents.storage;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Path;
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
}
