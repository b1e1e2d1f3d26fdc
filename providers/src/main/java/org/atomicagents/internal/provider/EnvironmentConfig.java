package org.atomicagents.internal.provider;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.function.UnaryOperator;
import org.atomicagents.error.ConfigurationException;
import org.jspecify.annotations.Nullable;

/** The API key and the base URL of a provider, read from environment variables. */
public final class EnvironmentConfig {
  private final ProviderProfile profile;
  private final VariableLookup environment;

  /** Creates a configuration that returns the values of the variables named in the profile. */
  public EnvironmentConfig(ProviderProfile profile, VariableLookup environment) {
    this.profile = profile;
    this.environment = environment;
  }

  /** A lookup of environment variables, such as {@code System::getenv}. */
  @FunctionalInterface
  public interface VariableLookup {

    /** Returns the value of a variable; null if it is not set. */
    @Nullable String get(String variable);
  }

  /**
   * Returns the API key, or null if the provider needs none.
   *
   * @param alternative the last line of the error message: the options of a user without a key
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
   * Returns the base URL: the value of the variable if it is set, otherwise the provider's default.
   *
   * @param normalizer converts the value of a variable that is shared with other tools to a URL
   * @throws ConfigurationException if neither exists, or if the value is not a valid URL
   */
  public URI baseUrl(UnaryOperator<String> normalizer) {
    String value = get(profile.urlVariable());
    if (value != null) {
      return parse(normalizer.apply(value));
    }
    URI defaultUrl = profile.baseUrl();
    if (defaultUrl == null) {
      throw ConfigurationException.of(
          "%s needs a base URL, and the environment variable %s is not set.\n%s export %s=https://..."
              .formatted(
                  profile.name(), profile.urlVariable(), setupHint(), profile.urlVariable()));
    }
    return defaultUrl;
  }

  /** Returns the stripped value of a variable, or null if it is not set or blank. */
  public @Nullable String get(String variable) {
    String value = environment.get(variable);
    return value == null || value.isBlank() ? null : value.strip();
  }

  private URI parse(String value) {
    String defect;
    try {
      URI url = new URI(value);
      defect = UrlRedaction.defect(url);
      if (defect == null) {
        return url;
      }
    } catch (URISyntaxException e) {
      defect = "with invalid characters";
    }
    throw ConfigurationException.of(
        "The environment variable %s: expected a URL such as https://host/v1, found one %s.\nCorrect the variable; its value is not shown, because it may contain a secret."
            .formatted(profile.urlVariable(), defect));
  }

  private String setupHint() {
    return profile.help().isEmpty() ? "Set it:" : profile.help() + ", and set it:";
  }
}
