package org.atomicagents.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;

/** Notes how far a call has come. */
final class OkHttpListener extends EventListener {
  private final Progress progress;

  OkHttpListener(Progress progress) {
    this.progress = progress;
  }

  @Override
  public void dnsStart(Call call, String domainName) {
    progress.connecting();
  }

  @Override
  public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
    progress.connecting();
  }

  @Override
  public void connectionAcquired(Call call, Connection connection) {
    progress.connected();
  }

  @Override
  public void retryDecision(Call call, IOException failure, boolean retry) {
    if (retry) {
      progress.disconnected();
    }
  }

  @Override
  public void canceled(Call call) {
    progress.cut();
  }
}
