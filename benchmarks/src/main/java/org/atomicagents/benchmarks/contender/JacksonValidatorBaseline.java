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
 * The lower bound of a typed call: the answer's JSON read by Jackson's data binding and checked by
 * Hibernate Validator, with no call around it.
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
      throw new IllegalStateException("The sample breaks its own constraints");
    }
    return order;
  }

  @Override
  public Object expected() {
    return SampleOrder.order();
  }
}
