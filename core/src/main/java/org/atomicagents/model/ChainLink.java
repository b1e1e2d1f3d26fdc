package org.atomicagents.model;

import java.util.Optional;

/** A chain that belongs to a model. */
final class ChainLink implements Interceptor.Chain {
  private final Model model;
  private final Interceptor.Chain chain;

  ChainLink(Model model, Interceptor.Chain chain) {
    this.model = model;
    this.chain = chain;
  }

  @Override
  public ModelExchange proceed(ModelRequest request, RunContext context) {
    return chain.proceed(request, context);
  }

  @Override
  public Optional<Model> model() {
    return Optional.of(model);
  }
}
