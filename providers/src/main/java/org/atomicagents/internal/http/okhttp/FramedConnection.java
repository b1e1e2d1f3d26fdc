package org.atomicagents.internal.http.okhttp;

import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** A socket whose input is a {@link FramedInputStream}. */
sealed interface FramedConnection permits FramedSocket, FramedSslSocket {

  /** Returns the input of the socket; null before it was first requested. */
  @Nullable FramedInputStream framedInput();

  /** Returns the input of a socket, or null if the socket has no framed input. */
  static @Nullable FramedInputStream inputOf(Socket socket) {
    return socket instanceof FramedConnection framed ? framed.framedInput() : null;
  }
}
