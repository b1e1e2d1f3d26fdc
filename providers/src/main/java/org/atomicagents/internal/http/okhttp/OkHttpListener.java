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

/** Reports the steps of one call to a {@link TransportListener}. Thread-safe. */
final class OkHttpListener extends EventListener {
  private final TransportListener listener;
  private final BoundedDns dns;
  private final StaleConnectionCheck staleConnectionCheck;
  private final Runnable beforeConnect;
  private final Runnable afterRelease;
  private final PendingLookup lookup = new PendingLookup();
  private volatile @Nullable Connection acquiredConnection;
  private volatile boolean isStale;

  /**
   * Creates a listener of one call.
   *
   * @param beforeConnect run before a connection is opened
   * @param afterRelease run when the call has released its connection
   */
  OkHttpListener(
      TransportListener listener,
      BoundedDns dns,
      StaleConnectionCheck staleConnectionCheck,
      Runnable beforeConnect,
      Runnable afterRelease) {
    this.listener = listener;
    this.dns = dns;
    this.staleConnectionCheck = staleConnectionCheck;
    this.beforeConnect = beforeConnect;
    this.afterRelease = afterRelease;
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
      disableNagle(connection.socket());
    }
    listener.connected(connection.protocol() == Protocol.HTTP_2);
    acquiredConnection = connection;
  }

  // The library creates the sockets of SOCKS proxies without the client's socket factory.
  private static void disableNagle(Socket socket) {
    try {
      socket.setTcpNoDelay(true);
    } catch (SocketException e) {
      // The connection is already closed, so the call is about to fail.
    }
  }

  // Stale connections are detected only here, because the library retries no failure that occurs
  // before it has begun to send.
  @Override
  public void requestHeadersStart(Call call) {
    listener.sending();
    Connection connection = acquiredConnection;
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
