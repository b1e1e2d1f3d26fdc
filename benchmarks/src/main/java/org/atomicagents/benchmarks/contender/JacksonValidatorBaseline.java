package org.atomicagents.benchmarks.contender;

import jakarta.validation.Validation;
import jakarta.validation.Validator;
import org.atomicagents.benchmarks.orders.Order;
import org.atomicagents.benchmarks.orders.SampleOrder;
import org.hibernate.validator.HibernateValidator;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * The baseline of a typed call: Jackson's data binding of the response's JSON and validation by
 * Hibernate Validator, without a call.
 */
final class JacksonValidatorBaseline implements Contender {
  private final ObjectReader reader = JsonMapper.builder().build().readerFor(Order.class);
  private final Validator validator =
      Validation.byProvider(HibernateValidator.class)
          .configure()
          .messageInterpolator(new ParameterMessageInterpolator())
          .buildValidatorFactory()
          .getValidator();

  @Override
  public Object call() {
    Order order = reader.readValue(SampleOrder.JSON);
    if (!validator.validate(order).isEmpty()) {
      throw new IllegalStateException(
          "expected a sample without violations, found " + validator.validate(order));
    }
    return order;
  }

  @Override
  public Object expected() {
    return SampleOrder.order();
  }
}
