package org.atomicagents.internal.provider;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.family.ModelFamilies;
import org.atomicagents.http.ConnectionPool;
import org.atomicagents.internal.http.HttpRequest;
import org.atomicagents.model.RetryPolicy;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * The settings that the clients of all providers have; builders of clients change copies of them.
 *
 * <p>Immutable.
 *
 * @param baseUrl the base URL; null for that of the profile
 * @param key the API key; null for none
 * @param pool a shared pool, which is not closed with the client; null for a pool of its own
 * @param headers the headers that are sent with each request
 * @param families the families that apply before the built-in ones
 * @param maxResponseBytes the maximum size of a decoded response, in bytes
 */
public record ClientSettings(
    ProviderProfile profile,
    @Nullable URI baseUrl,
    @Nullable SecretApiKey key,
    @Nullable ConnectionPool pool,
    SequencedMap<String, String> headers,
    RetryPolicy retry,
    ModelFamilies families,
    TimeSource time,
    long maxResponseBytes) {

  public ClientSettings {
    headers = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(headers));
  }

  /** Returns the default settings of a provider. */
  public static ClientSettings of(ProviderProfile profile) {
    return new ClientSettings(
        profile,
        null,
        null,
        null,
        new LinkedHashMap<>(),
        RetryPolicy.ofDefaults(),
        ModelFamilies.empty(),
        TimeSource.system(),
        ResponseBodyReader.MAX_BYTES);
  }

  /** Returns a copy with another base URL. */
  public ClientSettings withBaseUrl(URI url) {
    return new ClientSettings(
        profile, url, key, pool, headers, retry, families, time, maxResponseBytes);
  }

  /** Returns a copy with an API key. */
  public ClientSettings withKey(SecretApiKey newKey) {
    return new ClientSettings(
        profile, baseUrl, newKey, pool, headers, retry, families, time, maxResponseBytes);
  }

  /** Returns a copy with a shared pool. */
  public ClientSettings withPool(ConnectionPool shared) {
    return new ClientSettings(
        profile, baseUrl, key, shared, headers, retry, families, time, maxResponseBytes);
  }

  /**
   * Returns a copy with one more header.
   *
   * @throws IllegalArgumentException if the name or the value is not valid in a header
   */
  public ClientSettings withHeader(String name, String value) {
    var all = new LinkedHashMap<>(headers);
    all.putAll(HttpRequest.get(URI.create("http://localhost")).withHeader(name, value).headers());
    return new ClientSettings(
        profile, baseUrl, key, pool, all, retry, families, time, maxResponseBytes);
  }

  /** Returns a copy with another retry policy. */
  public ClientSettings withRetry(RetryPolicy newRetry) {
    return new ClientSettings(
        profile, baseUrl, key, pool, headers, newRetry, families, time, maxResponseBytes);
  }

  /** Returns a copy with families of the application. */
  public ClientSettings withFamilies(ModelFamilies own) {
    return new ClientSettings(
        profile, baseUrl, key, pool, headers, retry, own, time, maxResponseBytes);
  }

  /** Returns a copy with another clock. */
  public ClientSettings withTime(TimeSource source) {
    return new ClientSettings(
        profile, baseUrl, key, pool, headers, retry, families, source, maxResponseBytes);
  }

  /** Returns a copy with another maximum size of a response, in bytes. */
  public ClientSettings withMaxResponseBytes(long bytes) {
    return new ClientSettings(profile, baseUrl, key, pool, headers, retry, families, time, bytes);
  }

  /**
   * Returns the base URL of the client.
   *
   * @param builder the call that sets it, such as {@code OpenAi.builder(Provider)}, for the message
   * @throws ConfigurationException if there is none
   */
  public URI requireBaseUrl(String builder, String type) {
    URI url = baseUrl == null ? profile.baseUrl() : baseUrl;
    if (url == null) {
      throw ConfigurationException.of(
          "%s needs a base URL.\nCall %s.baseUrl(...), or set %s and call %s.fromEnv."
              .formatted(profile.name(), builder, profile.urlVariable(), type));
    }
    return url;
  }

  /**
   * Checks that the requests are authorized: by a key, by a header of the user, or because the
   * provider needs none.
   *
   * @param factory the call that sets the key, for the message
   * @throws ConfigurationException if a key is missing
   */
  public void requireKey(String factory, String type) {
    if (key == null && profile.keyVariable() != null && headers.isEmpty()) {
      throw ConfigurationException.of(
          "%s needs an API key.\nCall %s, or set %s and call %s.fromEnv."
              .formatted(profile.name(), factory, profile.keyVariable(), type));
    }
  }

  /**
   * Returns an HTTP client; connections are opened by the first request.
   *
   * @param protocolHeaders the headers of the protocol, such as the authorization header
   * @param protocol the name of the API for the advice "Check that the base URL points to ..."
   */
  public ProviderHttpClient open(
      Map<String, String> protocolHeaders, String protocol, RejectionClassifier rejections) {
    var defaults = new RequestDefaults(key, protocolHeaders, headers, profile.connectAdvice());
    var errors = new ErrorFactory(profile.id(), protocol, defaults, rejections, time);
    return new ProviderHttpClient(pool, errors, maxResponseBytes);
  }
}
