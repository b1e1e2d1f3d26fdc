package org.atomicagents.cli.model;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The value of the option {@code --model}.
 *
 * @param model the name of the model; empty if the option names the provider only
 */
public record ModelOption(ModelService provider, String model) {

  /**
   * Parses {@code provider:name}, {@code provider}, {@code simulated} or {@code http://...#name}.
   * Returns the option.
   *
   * @throws IllegalArgumentException if the text has none of these forms
   */
  public static ModelOption parse(String text) {
    if (text.contains("://")) {
      return parseAddress(text);
    }
    int colon = text.indexOf(':');
    String id = colon < 0 ? text : text.substring(0, colon);
    return new ModelOption(provider(id), colon < 0 ? "" : text.substring(colon + 1).strip());
  }

  /** Returns the ids of the known providers, hosted ones first, separated by commas. */
  public static String knownProviders() {
    return Stream.concat(
            ModelService.presets().stream().map(ModelService::id),
            Stream.of(SimulatedModel.SERVICE.id()))
        .collect(Collectors.joining(", "));
  }

  /** Converts an option value for picocli. */
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

  /** Returns the form that {@link #parse} accepts, without user information and query. */
  @Override
  public String toString() {
    if (!isProvider(provider.id())) {
      return redact(Objects.requireNonNull(provider.server()))
          + (model.isEmpty() ? "" : "#" + model);
    }
    return provider.id() + (model.isEmpty() ? "" : ":" + model);
  }

  /** Returns whether a provider has this id. */
  public static boolean isProvider(String id) {
    return find(id).isPresent();
  }

  private static Optional<ModelService> find(String id) {
    return id.equalsIgnoreCase(SimulatedModel.SERVICE.id())
        ? Optional.of(SimulatedModel.SERVICE)
        : ModelService.find(id);
  }

  private static ModelService provider(String id) {
    return find(id)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "unknown provider '%s'%nExpected provider:model, where provider is one of %s, or a server address such as http://localhost:8000/v1#model."
                    .formatted(id, knownProviders())));
  }

  private static ModelOption parseAddress(String text) {
    int hash = text.indexOf('#');
    String address = hash < 0 ? text : text.substring(0, hash);
    try {
      var uri = URI.create(address);
      if (uri.getHost() != null && uri.getScheme().toLowerCase(Locale.ROOT).startsWith("http")) {
        return new ModelOption(ModelService.at(uri), hash < 0 ? "" : text.substring(hash + 1));
      }
    } catch (IllegalArgumentException e) {
      // Reported below, like any other invalid address.
    }
    throw new IllegalArgumentException(
        "invalid server address\n"
            + "Expected an address such as http://localhost:8000/v1#model. The given value is not"
            + " shown because it may contain a secret.");
  }

  // User information and query may contain secrets.
  private static String redact(URI address) {
    String port = address.getPort() < 0 ? "" : ":" + address.getPort();
    return address.getScheme() + "://" + address.getHost() + port + address.getRawPath();
  }
}
