package org.atomicagents.gemini;

import java.net.URI;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.atomicagents.internal.provider.Endpoint;
import org.atomicagents.internal.provider.ProviderProfile;

/**
 * The URLs of the Gemini API (https://ai.google.dev/api).
 *
 * <p>A base URL whose path contains a version, such as one of Vertex AI, is used as it is; {@code
 * v1beta} is appended to others. Thread-safe.
 */
final class GeminiEndpoint {
  private static final int MAX_CACHED_URIS = 1_000;
  private static final Pattern VERSION = Pattern.compile("/v\\d\\w{0,20}(?:/|$)");
  private static final String MODELS = "models/";

  private final Endpoint endpoint;
  private final Endpoint stream;
  private final String root;
  private final ConcurrentHashMap<String, URI> streams = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, URI> responses = new ConcurrentHashMap<>();

  GeminiEndpoint(ProviderProfile profile, URI baseUrl) {
    this.endpoint = new Endpoint(profile, baseUrl, "");
    this.stream = new Endpoint(profile, baseUrl, "alt=sse");
    String path = baseUrl.getPath() == null ? "" : baseUrl.getPath();
    this.root = VERSION.matcher(path).find() ? "/" : "/v1beta/";
  }

  URI baseUrl() {
    return endpoint.baseUrl();
  }

  String identity() {
    return endpoint.identity();
  }

  /** Returns the URL of responses of a model, complete or as a stream. */
  URI generateContent(String model, boolean isStream) {
    ConcurrentHashMap<String, URI> known = isStream ? streams : responses;
    URI uri = known.get(model);
    if (uri == null) {
      uri =
          isStream
              ? stream.resolve(path(model, ":streamGenerateContent"))
              : endpoint.resolve(path(model, ":generateContent"));
      if (known.size() < MAX_CACHED_URIS) {
        known.put(model, uri);
      }
    }
    return uri;
  }

  /** Returns the URL of an action of a model, such as {@code countTokens}. */
  URI action(String model, String action) {
    return endpoint.resolve(path(model, ":" + action));
  }

  /** Returns the URL of a page of the list of models; an empty token is that of the first page. */
  URI models(String pageToken) {
    return page("models", 1_000, pageToken);
  }

  /** Returns the URL of a page of the list of batches; an empty token is that of the first page. */
  URI batches(String pageToken) {
    return page("batches", 100, pageToken);
  }

  private URI page(String list, int size, String token) {
    String query =
        "pageSize=" + size + (token.isEmpty() ? "" : "&pageToken=" + Endpoint.encode(token));
    return new Endpoint(endpoint.profile(), baseUrl(), query).resolve(root + list);
  }

  /** Returns the URL of a batch, or of an action on it, such as {@code :cancel}. */
  URI batch(String name, String action) {
    return endpoint.resolve(path(name, action));
  }

  /** Returns the URL to which files are uploaded. */
  URI uploads() {
    return media("upload", "files", "");
  }

  /** Returns the URL of the content of a file. */
  URI download(String file) {
    return media("download", encode(file) + ":download", "alt=media");
  }

  /** Returns a URL whose version follows a prefix, as {@code /upload/v1beta/files}. */
  private URI media(String prefix, String path, String query) {
    URI base = baseUrl();
    String basePath = base.getRawPath() == null ? "" : base.getRawPath();
    Matcher version = VERSION.matcher(basePath);
    if (!version.find()) {
      return new Endpoint(endpoint.profile(), base, query).resolve("/" + prefix + root + path);
    }
    String moved =
        basePath.substring(0, version.start())
            + "/"
            + prefix
            + basePath.substring(version.start()).replaceFirst("/$", "");
    URI origin =
        URI.create(
            base.getScheme()
                + "://"
                + base.getRawAuthority()
                + (base.getRawQuery() == null ? "" : "?" + base.getRawQuery()));
    return new Endpoint(endpoint.profile(), origin, query).resolve(moved + "/" + path);
  }

  /** Returns whether the base URL is that of a project of Vertex AI. */
  boolean isVertex() {
    String path = baseUrl().getPath();
    return path != null && path.contains("/projects/");
  }

  /** Returns the name of a model with its collection, such as {@code models/gemini-3.8-flash}. */
  static String resourceName(String model) {
    return model.contains("/") ? model : MODELS + model;
  }

  /** Returns the name of a model without the standard collection. */
  static String shortName(String resourceName) {
    return resourceName.startsWith(MODELS) ? resourceName.substring(MODELS.length()) : resourceName;
  }

  private String path(String model, String action) {
    return root + encode(resourceName(model)) + action;
  }

  private static String encode(String name) {
    return Arrays.stream(name.split("/", -1))
        .map(Endpoint::encode)
        .collect(Collectors.joining("/"));
  }
}
