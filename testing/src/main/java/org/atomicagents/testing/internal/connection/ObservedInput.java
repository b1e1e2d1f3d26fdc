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
 * What a client sends, looked at on its way to the server.
 *
 * <p>For the connection's thread. While that answers, nobody reads: {@link #readAhead()} then waits
 * for the next bytes in its place, so that a client that goes is noticed at once.
 */
final class ObservedInput implements Supplier<byte @Nullable []> {
  private final DataReader buffered;
  private final HelidonSocket socket;
  private final Consumer<byte[]> onReceived;
  private final Runnable onDisconnected;
  private @Nullable FutureTask<byte @Nullable []> pendingRead;

  /**
   * @param before what may have been read already, to tell the protocol
   * @param came takes the bytes as they come
   * @param gone runs when no more will come
   */
  ObservedInput(DataReader before, HelidonSocket socket, Consumer<byte[]> came, Runnable gone) {
    this.buffered = before;
    this.socket = socket;
    this.onReceived = came;
    this.onDisconnected = gone;
  }

  @Override
  public byte @Nullable [] get() {
    if (buffered.available() > 0) {
      byte[] bytes = buffered.readBytes(buffered.available());
      onReceived.accept(bytes);
      return bytes;
    }
    FutureTask<byte @Nullable []> reading = pendingRead;
    if (reading == null) {
      return read();
    }
    pendingRead = null;
    return result(reading);
  }

  void readAhead() {
    if (pendingRead == null) {
      var reading = new FutureTask<>(this::read);
      pendingRead = reading;
      Thread.ofVirtual().name("read ahead").start(reading);
    }
  }

  private byte @Nullable [] read() {
    try {
      byte[] bytes = socket.get();
      // A farewell of TLS comes as no bytes; only the read after it says that it was the end.
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
      throw new ServerConnectionException("The connection broke.", e);
    }
  }

  private static byte @Nullable [] result(FutureTask<byte @Nullable []> reading) {
    try {
      return reading.get();
    } catch (ExecutionException e) {
      throw new CloseConnectionException("The connection broke.", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CloseConnectionException("The provider was closed.", e);
    }
  }
}
