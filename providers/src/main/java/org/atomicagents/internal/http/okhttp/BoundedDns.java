package org.atomicagents.internal.http.okhttp;

import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import okhttp3.Dns;
import org.atomicagents.http.HostResolver;
import org.jspecify.annotations.Nullable;

/**
 * A name service that runs look-ups on a bounded number of threads.
 *
 * <p>The system's look-up supports neither interrupts nor timeouts, and would pin the carrier of a
 * virtual thread. Concurrent look-ups of the same host share one result. Thread-safe.
 */
final class BoundedDns implements Dns {
  private static final int THREADS = 32;
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  private final HostResolver resolver;
  private final Duration timeout;
  private final ThreadPoolExecutor threads;
  private final ConcurrentHashMap<String, CompletableFuture<List<InetAddress>>> running =
      new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Thread, PendingLookup> pendingCalls = new ConcurrentHashMap<>();

  BoundedDns(HostResolver resolver, Duration timeout) {
    this.resolver = resolver;
    this.timeout = timeout;
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform()
                .daemon()
                .inheritInheritableThreadLocals(false)
                .name("atomic-agents-dns-", 0)
                .factory());
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Assigns the next look-up of this thread to a call, so that cancelling the call cancels the
   * look-up. The HTTP library passes the call to its listener only, and the host name to the
   * look-up only.
   */
  void assign(PendingLookup pending) {
    pendingCalls.put(Thread.currentThread(), pending);
  }

  @Override
  public List<InetAddress> lookup(String host) throws UnknownHostException {
    PendingLookup pending = pendingCalls.remove(Thread.currentThread());
    if (isResolvedLocally(host)) {
      return resolver.lookup(host);
    }
    CompletableFuture<List<InetAddress>> addresses =
        running.computeIfAbsent(host, this::start).copy();
    try {
      await(addresses, pending);
      return addresses.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw lookupFailed(host, e.getCause());
    } catch (TimeoutException | CancellationException e) {
      throw lookupFailed(host, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw lookupFailed(host, new InterruptedIOException());
    } finally {
      await(null, pending);
    }
  }

  private CompletableFuture<List<InetAddress>> start(String host) {
    var result = new CompletableFuture<List<InetAddress>>();
    threads.execute(() -> resolve(host, result));
    return result;
  }

  private void resolve(String host, CompletableFuture<List<InetAddress>> result) {
    try {
      List<InetAddress> addresses = resolver.lookup(host);
      // Removed before completion, so that later calls start a new look-up.
      running.remove(host);
      result.complete(addresses);
    } catch (Throwable e) {
      // Errors are caught too: current and later look-ups of this host would wait until their
      // timeout.
      running.remove(host);
      result.completeExceptionally(e);
    }
  }

  private static void await(
      @Nullable CompletableFuture<?> lookup, @Nullable PendingLookup pending) {
    if (pending != null) {
      pending.await(lookup);
    }
  }

  /** Returns whether resolving a host needs no network; a name without a dot may need it. */
  private static boolean isResolvedLocally(String host) {
    return host.equals("localhost") || host.indexOf(':') >= 0 || IPV4.matcher(host).matches();
  }

  private static UnknownHostException lookupFailed(String host, @Nullable Throwable cause) {
    var failure = new UnknownHostException(host);
    failure.initCause(cause);
    return failure;
  }
}
