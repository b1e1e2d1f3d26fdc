package org.atomicagents.cli.model;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.atomicagents.openai.Provider;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * What {@code --model} was given.
 *
 * @param model the name at the provider; empty if only the provider was named
 */
public record ModelOption(Provider provider, String model) {

  /**
   * Reads {@code provider:name}, {@code provider}, {@code simulated} or {@code http://...#name}.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  public static ModelOption parse(String text) {
    if (text.contains("://")) {
      return parseAddress(text);
    }
    int colon = text.indexOf(':');
    String id = colon < 0 ? text : text.substring(0, colon);
    return new ModelOption(provider(id), colon < 0 ? "" : text.substring(colon + 1).strip());
  }

  /** The providers that can be named, hosted ones first. */
  public static String knownProviders() {
    return Stream.concat(
            Provider.presets().stream().map(Provider::id), Stream.of(SimulatedModel.PROVIDER.id()))
        .collect(Collectors.joining(", "));
  }

  /** For picocli. */
  public static final class Converter implements ITypeConverter<ModelOption> {
    @Override
    public ModelOption convert(String text) {
      try {
        return parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** What {@code --model} takes for it, but for secrets of an address. */
  @Override
  public String toString() {
    if (!isProvider(provider.id())) {
      return redact(Objects.requireNonNull(provider.baseUrl()))
          + (model.isEmpty() ? "" : "#" + model);
    }
    return provider.id() + (model.isEmpty() ? "" : ":" + model);
  }

  /** Whether a provider is called that. */
  public static boolean isProvider(String id) {
    return find(id).isPresent();
  }

  // llama-cpp, llama.cpp and llamacpp are the same to a user.
  private static Optional<Provider> find(String id) {
    return Stream.concat(Provider.presets().stream(), Stream.of(SimulatedModel.PROVIDER))
        .filter(each -> normalize(each.id()).equals(normalize(id)))
        .findFirst();
  }

  private static Provider provider(String id) {
    return find(id)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "unknown provider '%s'%nExpected provider:model with one of %s; or the address of a server, as in http://localhost:8000/v1#model."
                    .formatted(id, knownProviders())));
  }

  private static ModelOption parseAddress(String text) {
    int hash = text.indexOf('#');
    String address = hash < 0 ? text : text.substring(0, hash);
    try {
      var uri = URI.create(address);
      if (uri.getHost() != null && uri.getScheme().toLowerCase(Locale.ROOT).startsWith("http")) {
        return new ModelOption(server(uri), hash < 0 ? "" : text.substring(hash + 1));
      }
    } catch (IllegalArgumentException e) {
      // Told below, like any other address that can't be used.
    }
    throw new IllegalArgumentException(
        "this is no address of a server\n"
            + "Expected one such as http://localhost:8000/v1#model. What was given isn't shown"
            + " here, since it may hold a secret.");
  }

  // The port in the id keeps it apart from the ids of the known providers.
  private static Provider server(URI address) {
    boolean isHttps = address.getScheme().equalsIgnoreCase("https");
    int port = address.getPort() < 0 ? (isHttps ? 443 : 80) : address.getPort();
    Provider any = Provider.of(address.getHost() + ":" + port, address);
    return new Provider(
        any.id(),
        "an OpenAI-compatible server",
        any.baseUrl(),
        any.urlVariable(),
        any.keyVariable(),
        any.help(),
        any.defaultModel(),
        any.capabilities(),
        any.rules());
  }

  // User info and query may be secret.
  private static String redact(URI address) {
    String port = address.getPort() < 0 ? "" : ":" + address.getPort();
    return address.getScheme() + "://" + address.getHost() + port + address.getRawPath();
  }

  private static String normalize(String id) {
    return id.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }
}
