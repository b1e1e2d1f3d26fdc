package org.atomicagents.internal.provider;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.function.UnaryOperator;
import org.atomicagents.error.ConfigurationException;
import org.jspecify.annotations.Nullable;

/** The key and the base URL of a provider, read from environment variables. */
public final class EnvironmentConfig {
  private final ProviderProfile profile;
  private final VariableLookup environment;

  /** Reads the variables that the profile names. */
  public EnvironmentConfig(ProviderProfile profile, VariableLookup environment) {
    this.profile = profile;
    this.environment = environment;
  }

  /** Environment variables. */
  @FunctionalInterface
  public interface VariableLookup {

    /** Returns the value of a variable; null if it is not set. */
    @Nullable String get(String variable);
  }

  /**
   * Returns the key; null if the provider needs none.
   *
   * @param alternative the last line of the message, for a user without a key
   * @throws ConfigurationException if the provider needs a key and the variable is not set
   */
  public @Nullable SecretApiKey key(String alternative) {
    String variable = profile.keyVariable();
    if (variable == null) {
      return null;
    }
    String key = get(variable);
    if (key == null) {
      throw ConfigurationException.of(
          "%s needs an API key, and the environment variable %s is not set.\n%s export %s=...\n%s"
              .formatted(profile.name(), variable, setupHint(), variable, alternative));
    }
    return SecretApiKey.of(key);
  }

  /**
   * Returns the base URL: that of the variable, or the default of the provider.
   *
   * @param normalizer completes the value of a variable that other tools read as well
   * @throws ConfigurationException if there is neither, or the variable holds no usable URL
   */
  public URI baseUrl(UnaryOperator<String> normalizer) {
    String value = get(profile.urlVariable());
    if (value != null) {
      return parse(normalizer.apply(value));
    }
    URI usual = profile.baseUrl();
    if (usual == null) {
      throw ConfigurationException.of(
          "%s needs an address, and the environment variable %s is not set.\n%s export %s=https://..."
              .formatted(
                  profile.name(), profile.urlVariable(), setupHint(), profile.urlVariable()));
    }
    return usual;
  }

  /** Returns the stripped value of a variable; null if it is not set or blank. */
  public @Nullable String get(String variable) {
    String value = environment.get(variable);
    return value == null || value.isBlank() ? null : value.strip();
  }

  private URI parse(String value) {
    String defect;
    try {
      URI address = new URI(value);
      defect = UrlRedaction.defect(address);
      if (defect == null) {
        return address;
      }
    } catch (URISyntaxException e) {
      defect = "with characters that none has";
    }
    throw ConfigurationException.of(
        "The environment variable %s: expected an address such as https://host/v1, found one %s.\nSet it again; it isn't shown here, since it may hold a secret."
            .formatted(profile.urlVariable(), defect));
  }

  private String setupHint() {
    return profile.help().isEmpty() ? "Set it:" : profile.help() + ", and set it:";
  }
}
