package org.atomicagents.testing.internal.connection;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ServerConnectionException;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that a client sends, passed to a consumer before the server reads them.
 *
 * <p>For the thread of the connection. While that thread writes a response it does not read; {@link
 * #readAhead()} then reads in another thread, so that a disconnect is detected immediately.
 */
final class ObservedInput implements Supplier<byte @Nullable []> {
  private final DataReader buffered;
  private final HelidonSocket socket;
  private final Consumer<byte[]> onReceived;
  private final Runnable onDisconnected;
  private @Nullable FutureTask<byte @Nullable []> pendingRead;

  /**
   * @param buffered bytes that were already read to detect the protocol
   * @param onReceived receives the bytes
   * @param onDisconnected runs at the end of the input
   */
  ObservedInput(
      DataReader buffered,
      HelidonSocket socket,
      Consumer<byte[]> onReceived,
      Runnable onDisconnected) {
    this.buffered = buffered;
    this.socket = socket;
    this.onReceived = onReceived;
    this.onDisconnected = onDisconnected;
  }

  @Override
  public byte @Nullable [] get() {
    if (buffered.available() > 0) {
      byte[] bytes = buffered.readBytes(buffered.available());
      onReceived.accept(bytes);
      return bytes;
    }
    FutureTask<byte @Nullable []> pending = pendingRead;
    if (pending == null) {
      return read();
    }
    pendingRead = null;
    return result(pending);
  }

  /** Starts to read the next bytes in another thread. */
  void readAhead() {
    if (pendingRead == null) {
      var task = new FutureTask<>(this::read);
      pendingRead = task;
      Thread.ofVirtual().name("read ahead").start(task);
    }
  }

  private byte @Nullable [] read() {
    try {
      byte[] bytes = socket.get();
      // A TLS close_notify is read as zero bytes; only the next read returns the end of the input.
      while (bytes != null && bytes.length == 0) {
        bytes = socket.get();
      }
      if (bytes == null) {
        onDisconnected.run();
      } else {
        onReceived.accept(bytes);
      }
      return bytes;
    } catch (UncheckedIOException e) {
      onDisconnected.run();
      throw new ServerConnectionException("The connection failed.", e);
    }
  }

  private static byte @Nullable [] result(FutureTask<byte @Nullable []> task) {
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw new CloseConnectionException("The connection failed.", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CloseConnectionException("The provider was closed.", e);
    }
  }
}
