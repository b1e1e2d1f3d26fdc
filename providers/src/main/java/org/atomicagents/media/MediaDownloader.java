package org.atomicagents.media;

import java.io.ByteArrayOutputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.BadRequestException.RejectedPart;
import org.atomicagents.error.TransportException;
import org.atomicagents.error.TransportException.Stage;
import org.atomicagents.http.ConnectionPool;
import org.atomicagents.http.HostResolver;
import org.atomicagents.http.TlsSettings;
import org.atomicagents.internal.http.HttpRequest;
import org.atomicagents.internal.http.pool.HttpConnectionPool;
import org.atomicagents.internal.http.pool.HttpResponse;
import org.atomicagents.internal.provider.ErrorFactory;
import org.atomicagents.internal.provider.RequestDefaults;
import org.atomicagents.media.AddressGuard.RefusedAddressException;
import org.atomicagents.message.Media;
import org.atomicagents.message.MediaPolicy;
import org.atomicagents.model.Budget;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.RunContext;
import org.atomicagents.time.TimeSource;
import org.atomicagents.time.Timings;

/**
 * Downloads media at URIs, for protocols that accept inline data only.
 *
 * {@snippet :
 * var policy = MediaPolicy.defaults().withHosts("*.example.org");
 * try (var downloader = MediaDownloader.of(policy)) {
 *   Audio call = downloader.download(Audio.of(URI.create("https://media.example.org/call.mp3")));
 * }
 * }
 *
 * <p>The {@link MediaPolicy} applies to every URI, whether its medium is trusted or not, to each
 * redirect, and to the addresses of a host: a connection uses the addresses that were checked, and
 * no second look-up. Proxies are not used, since a proxy resolves host names itself. No cookies and
 * no credentials are sent.
 *
 * <p>Thread-safe. A call blocks its thread. The connections are closed with the downloader.
 */
public final class MediaDownloader implements AutoCloseable {
  private static final int MAX_REDIRECTS = 5;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private final MediaPolicy policy;
  private final Duration timeout;
  private final HttpConnectionPool pool;
  private final ErrorFactory errors;

  private MediaDownloader(Builder builder) {
    this.policy = builder.policy;
    this.timeout = builder.timeout;
    this.pool =
        HttpConnectionPool.of(
            ConnectionPool.builder()
                .resolver(new AddressGuard(policy, builder.resolver))
                .tls(builder.tls)
                .proxy(ProxySelector.of(null))
                .build());
    this.errors =
        new ErrorFactory(
            "media",
            "a server of media",
            new RequestDefaults(null, Map.of(), Map.of(), "Check the address and the network."),
            (status, message, code) -> RejectedPart.REQUEST,
            TimeSource.system());
  }

  /** Returns a downloader with default settings. */
  public static MediaDownloader of(MediaPolicy policy) {
    return builder(policy).build();
  }

  /** Returns a builder of downloaders with other settings. */
  public static Builder builder(MediaPolicy policy) {
    return new Builder(policy);
  }

  /**
   * Returns a medium whose data is inline and trusted; a medium that is no URI is admitted by the
   * policy, and returned without a download.
   *
   * @throws IllegalArgumentException if the policy does not allow the URI, a redirect, an address,
   *     or the data
   * @throws AgentException if the download fails
   */
  public <M extends Media> M download(M media) {
    Media result =
        media.source() instanceof Media.Source.Url url
            ? policy.admit(media.withData(bytes(media, url.uri())))
            : policy.admit(media);
    @SuppressWarnings("unchecked") // a copy of a medium is of its class
    M typed = (M) result;
    return typed;
  }

  private byte[] bytes(Media media, URI first) {
    var call =
        new RunContext(
            "standalone",
            Deadline.after(timeout),
            Budget.unlimited(),
            MAX_REDIRECTS + 1,
            Listeners.none(),
            new Timings.Recorder(TimeSource.system()));
    URI uri = first;
    for (int i = 0; i <= MAX_REDIRECTS; i++) {
      policy.requireAllowed(uri);
      HttpRequest http = errors.defaults().prepare(HttpRequest.get(uri));
      try (HttpResponse response = pool.open(http, call)) {
        if (!REDIRECTS.contains(response.status())) {
          requireSuccess(response, http, call);
          return body(response, policy.maxBytes(media.kind()), http);
        }
        uri = uri.resolve(location(response, http));
      } catch (TransportException e) {
        throw refusedOr(e, uri);
      }
    }
    throw protocolError(first, "at most " + MAX_REDIRECTS + " redirects, found more");
  }

  private void requireSuccess(HttpResponse response, HttpRequest http, RunContext call) {
    if (response.status() != 200) {
      throw errors.failure(response, http, call);
    }
  }

  private static String location(HttpResponse response, HttpRequest http) {
    String location = response.header("location").orElse("");
    try {
      return URI.create(location).toString();
    } catch (IllegalArgumentException e) {
      throw protocolError(http.uri(), "a URI as the target of the redirect, found none");
    }
  }

  private static byte[] body(HttpResponse response, long max, HttpRequest http) {
    var bytes = new ByteArrayOutputStream();
    var buffer = new byte[16 * 1024];
    int count = response.read(buffer, 0, buffer.length);
    while (count >= 0) {
      bytes.write(buffer, 0, count);
      if (bytes.size() > max) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT, "%s: expected at most %,d bytes, found more", http.server(), max));
      }
      count = response.read(buffer, 0, buffer.length);
    }
    return bytes.toByteArray();
  }

  private static RuntimeException refusedOr(TransportException failure, URI uri) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RefusedAddressException) {
        return new IllegalArgumentException(
            "expected a host with public addresses, found \"" + uri.getHost() + "\"", failure);
      }
    }
    return failure;
  }

  private static TransportException protocolError(URI uri, String problem) {
    return TransportException.of(
        "The download from %s failed: expected %s.\nCheck the address."
            .formatted(uri.getHost(), problem),
        Stage.PROTOCOL,
        null);
  }

  /** Closes the connections. */
  @Override
  public void close() {
    pool.close();
  }

  /** A builder of downloaders; every setting is optional. Not thread-safe. */
  public static final class Builder {
    private final MediaPolicy policy;
    private Duration timeout = Duration.ofSeconds(60);
    private HostResolver resolver = HostResolver.system();
    private TlsSettings tls = TlsSettings.system();

    private Builder(MediaPolicy policy) {
      this.policy = Objects.requireNonNull(policy, "policy");
    }

    /** Sets how long one download may take, redirects included; default: 60 seconds. */
    public Builder timeout(Duration value) {
      timeout = Objects.requireNonNull(value, "timeout");
      return this;
    }

    /** Sets the resolver of host names; default: {@link HostResolver#system()}. */
    public Builder resolver(HostResolver value) {
      resolver = Objects.requireNonNull(value, "resolver");
      return this;
    }

    /** Sets the trusted certificates; default: {@link TlsSettings#system()}. */
    public Builder tls(TlsSettings value) {
      tls = Objects.requireNonNull(value, "tls");
      return this;
    }

    /** Returns a new downloader; its connections are opened by downloads. */
    public MediaDownloader build() {
      return new MediaDownloader(this);
    }
  }
}
