package org.atomicagents.model;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.model.RequestMeter.Account;
import org.jspecify.annotations.Nullable;

/** The accounts of one request with all meters of its context. */
final class RequestAccounts {
  private static final RequestAccounts NONE = new RequestAccounts(List.of());

  private final List<Account> accounts;

  private RequestAccounts(List<Account> accounts) {
    this.accounts = accounts;
  }

  /** Opens an account with each meter, or with none if one of them refuses the request. */
  static RequestAccounts open(Model model, ModelRequest request, RunContext context) {
    if (context.meters().isEmpty()) {
      return NONE;
    }
    context.requireActive();
    var opened = new RequestAccounts(new ArrayList<>(context.meters().size()));
    boolean isComplete = false;
    try {
      for (RequestMeter meter : context.meters()) {
        opened.accounts.add(meter.open(model, request, context));
      }
      isComplete = true;
      return opened;
    } finally {
      if (!isComplete) {
        opened.withdraw();
      }
    }
  }

  void withdraw() {
    for (Account account : accounts) {
      account.withdraw();
    }
  }

  void receive(ModelEvent event) {
    for (Account account : accounts) {
      account.receive(event);
    }
  }

  void end(@Nullable Throwable failure) {
    for (Account account : accounts) {
      account.end(failure);
    }
  }
}
