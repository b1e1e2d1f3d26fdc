package org.atomicagents.internal.http.okhttp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketException;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.Protocol;
import org.atomicagents.internal.http.TransportListener;
import org.jspecify.annotations.Nullable;

/** Notes how far a call has come. */
final class OkHttpListener extends EventListener {
  private final TransportListener listener;
  private final BoundedDns dns;
  private final StaleConnectionCheck staleConnectionCheck;
  private final Runnable beforeConnect;
  private final Runnable afterRelease;
  private final PendingLookup lookup = new PendingLookup();
  private volatile @Nullable Connection acquired;
  private volatile boolean isStale;

  /**
   * A listener of one call.
   *
   * @param makeRoom done before a connection is opened
   * @param released done when the call has let go of its connection
   */
  OkHttpListener(
      TransportListener listener,
      BoundedDns names,
      StaleConnectionCheck idle,
      Runnable makeRoom,
      Runnable released) {
    this.listener = listener;
    this.dns = names;
    this.staleConnectionCheck = idle;
    this.beforeConnect = makeRoom;
    this.afterRelease = released;
  }

  @Override
  public void dnsStart(Call call, String domainName) {
    listener.connecting();
    dns.assign(lookup);
  }

  @Override
  public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
    listener.connecting();
    beforeConnect.run();
  }

  @Override
  public void secureConnectStart(Call call) {
    listener.startingTls();
  }

  @Override
  public void connectionAcquired(Call call, Connection connection) {
    if (connection.route().proxy().type() == Proxy.Type.SOCKS) {
      sendAtOnce(connection.socket());
    }
    listener.connected(connection.protocol() == Protocol.HTTP_2);
    acquired = connection;
  }

  // The library makes the sockets of SOCKS proxies itself, without the client's socket factory.
  private static void sendAtOnce(Socket socket) {
    try {
      socket.setTcpNoDelay(true);
    } catch (SocketException e) {
      // The connection is closed already, and the call is about to fail.
    }
  }

  // Whether it is dead is asked only now: until it has begun to send, the library takes a failure
  // for final.
  @Override
  public void requestHeadersStart(Call call) {
    listener.sending();
    Connection connection = acquired;
    isStale = connection != null && staleConnectionCheck.closeIfStale(connection);
  }

  @Override
  public void connectionReleased(Call call, Connection connection) {
    staleConnectionCheck.recordReleased(connection);
    afterRelease.run();
  }

  @Override
  public void requestFailed(Call call, IOException failure) {
    recordFailure(call, failure);
  }

  @Override
  public void responseFailed(Call call, IOException failure) {
    recordFailure(call, failure);
  }

  @Override
  public void retryDecision(Call call, IOException failure, boolean retry) {
    if (retry && !call.isCanceled()) {
      listener.disconnected();
    }
  }

  @Override
  public void canceled(Call call) {
    lookup.cancel();
  }

  private void recordFailure(Call call, IOException failure) {
    if ((isStale || UnprocessedRequests.isReportedBy(failure))
        && call.request().body() instanceof OneShotBody body) {
      body.allowResend();
    }
  }
}
