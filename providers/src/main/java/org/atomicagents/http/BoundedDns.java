package org.atomicagents.http;

import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Dns;

/**
 * The system's look-up of host names, on a thread of its own: it obeys neither interrupts nor time
 * limits, and would hold the carrier of a virtual thread.
 */
final class BoundedDns implements Dns {
  private final Duration most;

  BoundedDns(Duration most) {
    this.most = most;
  }

  @Override
  public List<InetAddress> lookup(String host) throws UnknownHostException {
    if (isKnownHere(host)) {
      return Dns.SYSTEM.lookup(host);
    }
    var task = new FutureTask<>(() -> Dns.SYSTEM.lookup(host));
    Thread.ofPlatform().daemon().name("atomic-agents-dns").start(task);
    try {
      return task.get(most.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof UnknownHostException unknown ? unknown : failed(host, e);
    } catch (TimeoutException e) {
      throw failed(host, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(host, new InterruptedIOException());
    }
  }

  /** Names without a dot but {@code localhost} could be anywhere; addresses end in a number. */
  private static boolean isKnownHere(String host) {
    return host.equals("localhost")
        || host.indexOf(':') >= 0
        || Character.isDigit(host.charAt(host.length() - 1));
  }

  private static UnknownHostException failed(String host, Exception cause) {
    var failure = new UnknownHostException(host);
    failure.initCause(cause);
    return failure;
  }
}
