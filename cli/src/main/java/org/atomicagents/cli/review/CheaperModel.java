package org.atomicagents.cli.review;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ModelCatalog;
import org.atomicagents.model.ModelProfile;

/**
 * A smaller model of the same provider that costs less.
 *
 * @param cost the cost of a request with the usage of the search
 */
record CheaperModel(ModelProfile profile, BigDecimal cost) {
  private static final List<String> SMALLER = List.of("-mini", "-lite", "-nano");

  /**
   * Returns the first cheaper model among the smaller variants of the subject's model, and the
   * default model of the provider. It has the response modes of the model, and room for the usage.
   */
  static Optional<CheaperModel> find(ReviewSubject subject, Usage usage) {
    Optional<ModelProfile> own = subject.profile();
    Optional<BigDecimal> price = subject.cost(usage);
    if (own.isEmpty() || price.isEmpty()) {
      return Optional.empty();
    }
    for (String name : candidates(subject)) {
      Optional<ModelProfile> other = ModelCatalog.builtIn().profile(own.get().provider(), name);
      Optional<BigDecimal> cost = other.flatMap(found -> found.cost(usage, subject.now()));
      if (cost.isPresent()
          && cost.get().compareTo(price.get()) < 0
          && isSuitable(own.get(), other.get(), usage)) {
        return Optional.of(new CheaperModel(other.get(), cost.get()));
      }
    }
    return Optional.empty();
  }

  private static List<String> candidates(ReviewSubject subject) {
    var names = new ArrayList<String>();
    SMALLER.forEach(suffix -> names.add(subject.model().name() + suffix));
    String usual = subject.service().defaultModel();
    if (usual != null) {
      names.add(usual);
    }
    return names;
  }

  private static boolean isSuitable(ModelProfile own, ModelProfile other, Usage usage) {
    return other.modes().containsAll(own.modes())
        && (other.inputWindow().isEmpty() || other.inputWindow().getAsInt() >= usage.totalTokens());
  }
}
