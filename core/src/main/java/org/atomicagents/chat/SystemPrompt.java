package org.atomicagents.chat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.atomicagents.chat.PromptGenerator.ContextInfo;
import org.atomicagents.internal.Lazy;
import org.jspecify.annotations.Nullable;

/**
 * What an agent is told before every question: who it is, how it works, what to heed, and what its
 * {@linkplain ContextProvider context providers} know at the time.
 *
 * <p>Immutable and thread-safe; a copy for each change.
 */
public final class SystemPrompt {
  private static final SystemPrompt NONE = new SystemPrompt(null, new LinkedHashMap<>());

  private final @Nullable PromptGenerator generator;
  private final SequencedMap<String, ContextProvider> providers;
  private final @Nullable Lazy<Rendered> cachedPrompt;

  private SystemPrompt(
      @Nullable PromptGenerator generator, SequencedMap<String, ContextProvider> providers) {
    this.generator = generator;
    this.providers = providers;
    this.cachedPrompt =
        generator == null || !providers.isEmpty() ? null : new Lazy<>(() -> render(generator));
  }

  private static Rendered render(PromptGenerator from) {
    String text = from.generate(List.of());
    return new Rendered(text, text);
  }

  /** A friendly assistant that answers in the right schema. */
  public static SystemPrompt defaults() {
    return builder().build();
  }

  /** No system message at all. */
  public static SystemPrompt none() {
    return NONE;
  }

  /** Always this text; context providers are not shown. */
  public static SystemPrompt text(String text) {
    Objects.requireNonNull(text, "text");
    return of(context -> text);
  }

  /** Whatever the generator writes. */
  public static SystemPrompt of(PromptGenerator generator) {
    return new SystemPrompt(Objects.requireNonNull(generator), new LinkedHashMap<>());
  }

  /** A prompt in sections, all of them optional. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * A copy with one more provider, in the place of one of that name.
   *
   * @throws IllegalStateException if there is no prompt in which it could stand
   */
  public SystemPrompt withProvider(String name, ContextProvider provider) {
    Objects.requireNonNull(provider, "provider");
    if (generator == null) {
      throw new IllegalStateException(
          "SystemPrompt.none() has no place for context providers. Start from"
              + " SystemPrompt.defaults().");
    }
    var more = new LinkedHashMap<>(providers);
    more.put(name, provider);
    return new SystemPrompt(generator, more);
  }

  /**
   * A copy without a provider.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public SystemPrompt withoutProvider(String name) {
    provider(name);
    var fewer = new LinkedHashMap<>(providers);
    fewer.remove(name);
    return new SystemPrompt(generator, fewer);
  }

  /**
   * The provider of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public ContextProvider provider(String name) {
    ContextProvider provider = providers.get(name);
    if (provider == null) {
      throw new IllegalArgumentException("Context provider '" + name + "' not found.");
    }
    return provider;
  }

  /** Writes the prompt; each context provider is asked once. */
  public Rendered render() {
    if (generator == null) {
      return Rendered.EMPTY;
    }
    return cachedPrompt == null ? renderWithProviders(generator) : cachedPrompt.get();
  }

  private Rendered renderWithProviders(PromptGenerator from) {
    var all = new ArrayList<ContextInfo>(providers.size());
    var lasting = new ArrayList<ContextInfo>(providers.size());
    for (ContextProvider provider : providers.values()) {
      var said = new ContextInfo(provider.title(), provider.info());
      all.add(said);
      if (provider.affectsFingerprint()) {
        lasting.add(said);
      }
    }
    String text = from.generate(List.copyOf(all));
    return new Rendered(
        text, lasting.size() == all.size() ? text : from.generate(List.copyOf(lasting)));
  }

  /**
   * A prompt as it was in one run.
   *
   * @param text what the model reads; empty for no system message
   * @param fingerprintText the same without what makes no answer obsolete
   */
  public record Rendered(String text, String fingerprintText) {
    static final Rendered EMPTY = new Rendered("", "");

    /** Returns the size of the prompt. */
    @Override
    public String toString() {
      return "Rendered[" + text.length() + " characters]";
    }
  }

  @Override
  public String toString() {
    String name =
        generator == null || generator instanceof SectionedPrompt
            ? "SystemPrompt"
            : generator.getClass().getSimpleName();
    return providers.keySet().stream()
        .map(each -> "'" + each + "'")
        .collect(Collectors.joining(", ", name + " (providers=[", "])"));
  }

  /** Collects the sections of a prompt; not thread-safe. */
  public static final class Builder {
    private List<String> background = List.of();
    private List<String> steps = List.of();
    private List<String> output = List.of();
    private final SequencedMap<String, ContextProvider> providers = new LinkedHashMap<>();

    private Builder() {}

    /** Who the agent is and what it is for. */
    public Builder background(String... lines) {
      return background(List.of(lines));
    }

    /** Who the agent is and what it is for. */
    public Builder background(List<String> lines) {
      background = List.copyOf(lines);
      return this;
    }

    /** How it gets to an answer. */
    public Builder steps(String... lines) {
      return steps(List.of(lines));
    }

    /** How it gets to an answer. */
    public Builder steps(List<String> lines) {
      steps = List.copyOf(lines);
      return this;
    }

    /**
     * What to heed in the answer; two lines about the schema and the context follow by themselves.
     */
    public Builder output(String... lines) {
      return output(List.of(lines));
    }

    /**
     * What to heed in the answer; two lines about the schema and the context follow by themselves.
     */
    public Builder output(List<String> lines) {
      output = List.copyOf(lines);
      return this;
    }

    /** Something to tell anew in every run. */
    public Builder provider(String name, ContextProvider provider) {
      providers.put(name, Objects.requireNonNull(provider, "provider"));
      return this;
    }

    /** The prompt. */
    public SystemPrompt build() {
      return new SystemPrompt(
          new SectionedPrompt(background, steps, output), new LinkedHashMap<>(providers));
    }
  }
}
