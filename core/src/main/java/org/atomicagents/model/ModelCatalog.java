package org.atomicagents.model;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.internal.Lazy;
import org.atomicagents.internal.catalog.CatalogReader;

/**
 * The profiles of models, by provider and name.
 *
 * {@snippet :
 * ModelProfile profile = ModelCatalog.builtIn().profile("gpt-5-mini").orElseThrow();
 * Optional<BigDecimal> cost = profile.cost(result.usage(), Instant.now());
 * }
 *
 * <p>The built-in catalog is a file in the library, with the source of each row; prices change, so
 * an application can override its rows, or replace it, by a file of its own. The files have the
 * layout of {@code https://models.dev/api.json}, which can be loaded as it is.
 *
 * <p>A model without a row has no profile: it has no price rather than a price of zero. Immutable
 * and thread-safe; a catalog is read at its first use.
 */
public final class ModelCatalog {
  private static final String RESOURCE = "models.json";
  private static final Pattern DATE_SUFFIX = Pattern.compile("-(\\d{4}-\\d{2}-\\d{2}|\\d{8})$");
  private static final ModelCatalog BUILT_IN =
      new ModelCatalog(
          new Lazy<>(() -> byKey(CatalogReader.readResource(ModelCatalog.class, RESOURCE))));
  private static final ModelCatalog EMPTY = of(List.of());

  private final Lazy<Map<Key, ModelProfile>> profiles;

  private ModelCatalog(Lazy<Map<Key, ModelProfile>> profiles) {
    this.profiles = profiles;
  }

  private record Key(String provider, String name) {}

  /** Returns the catalog in the library. */
  public static ModelCatalog builtIn() {
    return BUILT_IN;
  }

  /** Returns a catalog without profiles. */
  public static ModelCatalog empty() {
    return EMPTY;
  }

  /** Returns a catalog of profiles; the last one of several for the same model applies. */
  public static ModelCatalog of(Collection<ModelProfile> profiles) {
    List<ModelProfile> copy = List.copyOf(profiles);
    return new ModelCatalog(new Lazy<>(() -> byKey(copy)));
  }

  /**
   * Returns the catalog in a file, which is read now.
   *
   * @throws ConfigurationException if the file cannot be read, or a row is invalid
   */
  public static ModelCatalog load(Path file) {
    return of(CatalogReader.readFile(file));
  }

  /**
   * Returns the catalog in a text.
   *
   * @param origin the name of the text, for messages
   * @throws ConfigurationException if a row is invalid
   */
  public static ModelCatalog parse(String json, String origin) {
    return of(CatalogReader.read(json, origin));
  }

  /** Returns a copy in which the profiles of another catalog replace those of the same models. */
  public ModelCatalog withOverrides(ModelCatalog overrides) {
    return new ModelCatalog(
        new Lazy<>(() -> {
          var all = new LinkedHashMap<>(profiles.get());
          all.putAll(overrides.profiles.get());
          return all;
        }));
  }

  /**
   * Returns the profile of a model of a provider; empty if there is none.
   *
   * <p>A dated version without a profile of its own, as in {@code gpt-5-mini-2025-08-07}, has that
   * of the name without its date.
   */
  public Optional<ModelProfile> profile(String provider, String name) {
    Objects.requireNonNull(provider, "provider");
    Objects.requireNonNull(name, "name");
    ModelProfile exact = profiles.get().get(new Key(provider, name));
    return exact != null
        ? Optional.of(exact)
        : Optional.ofNullable(profiles.get().get(new Key(provider, undated(name))));
  }

  /**
   * Returns the profile of a model whose name is unique among the providers; empty if there is none
   * or if several providers have a model of that name.
   *
   * @param name the name of a model, also with its provider, as in {@code openai:gpt-5-mini}
   */
  public Optional<ModelProfile> profile(String name) {
    int colon = name.indexOf(':');
    if (colon > 0) {
      Optional<ModelProfile> scoped = profile(name.substring(0, colon), name.substring(colon + 1));
      if (scoped.isPresent()) {
        return scoped;
      }
    }
    List<ModelProfile> found = named(name);
    if (found.isEmpty()) {
      found = named(undated(name));
    }
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  /**
   * Returns the profile of a model.
   *
   * @throws ConfigurationException if there is none, with the ways to add it
   */
  public ModelProfile require(Model model) {
    return profile(model.client().provider(), model.name())
        .orElseThrow(() ->
            ConfigurationException.of(
                "The catalog has no model '%s' of provider '%s'.\nAdd it with ModelCatalog.withOverrides, from a file or from profiles."
                    .formatted(model.name(), model.client().provider())));
  }

  /** Returns all profiles, in the order of the file. */
  public List<ModelProfile> profiles() {
    return List.copyOf(profiles.get().values());
  }

  private List<ModelProfile> named(String name) {
    return profiles.get().values().stream().filter(row -> row.name().equals(name)).toList();
  }

  private static String undated(String name) {
    return DATE_SUFFIX.matcher(name).replaceFirst("");
  }

  private static Map<Key, ModelProfile> byKey(List<ModelProfile> rows) {
    var byKey = new LinkedHashMap<Key, ModelProfile>();
    rows.forEach(row -> byKey.put(new Key(row.provider(), row.name()), row));
    return byKey;
  }
}
