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
 * Look-ups of host names on a few threads of their own: the system's look-up obeys neither
 * interrupts nor time limits, and would hold the carrier of a virtual thread.
 *
 * <p>Whoever asks for a host that is being looked up waits for the same answer. Thread-safe.
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

  BoundedDns(HostResolver names, Duration most) {
    this.resolver = names;
    this.timeout = most;
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
   * Assigns the next look-up of this thread to a call, which cancels it. The HTTP library passes
   * the call to its listener only, and the host name to the look-up only.
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
    CompletableFuture<List<InetAddress>> answer = running.computeIfAbsent(host, this::start).copy();
    try {
      await(answer, pending);
      return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
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
    var answer = new CompletableFuture<List<InetAddress>>();
    threads.execute(() -> finish(host, answer));
    return answer;
  }

  private void finish(String host, CompletableFuture<List<InetAddress>> answer) {
    try {
      List<InetAddress> found = resolver.lookup(host);
      // First: whoever asks from now on wants to know anew.
      running.remove(host);
      answer.complete(found);
    } catch (Throwable e) {
      // Errors too: whoever asks for this host, now or later, would wait for an answer in vain.
      running.remove(host);
      answer.completeExceptionally(e);
    }
  }

  private static void await(
      @Nullable CompletableFuture<?> lookup, @Nullable PendingLookup pending) {
    if (pending != null) {
      pending.await(lookup);
    }
  }

  /** Names without a dot but {@code localhost} could be anywhere. */
  private static boolean isResolvedLocally(String host) {
    return host.equals("localhost") || host.indexOf(':') >= 0 || IPV4.matcher(host).matches();
  }

  private static UnknownHostException lookupFailed(String host, @Nullable Throwable cause) {
    var failure = new UnknownHostException(host);
    failure.initCause(cause);
    return failure;
  }
}
