package org.atomicagents.internal.schema.type;

import jakarta.validation.MessageInterpolator;
import jakarta.validation.Path;
import jakarta.validation.TraversableResolver;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.lang.annotation.ElementType;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.atomicagents.internal.schema.constraint.ConstraintMessages;
import org.hibernate.validator.HibernateValidator;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;

/** Creates the bean validator, which validates one record at a time. */
public final class BeanValidatorFactory {
  private BeanValidatorFactory() {}

  /** Returns a new validator; takes about 250 ms. */
  public static Validator create() {
    return Validation.byProvider(HibernateValidator.class)
        .providerResolver(() -> List.of(new HibernateValidator()))
        .configure()
        .ignoreXmlConfiguration()
        .messageInterpolator(new CustomMessageInterpolator())
        .traversableResolver(new SingleRecordResolver())
        .buildValidatorFactory()
        .getValidator();
  }

  /** Interpolates the messages of constraints that {@link ConstraintMessages} does not support. */
  private static final class CustomMessageInterpolator implements MessageInterpolator {
    private final MessageInterpolator english =
        new ParameterMessageInterpolator(Set.of(Locale.ENGLISH), Locale.ENGLISH, false);

    @Override
    public String interpolate(String template, Context context) {
      return ConstraintMessages.isSupported(context.getConstraintDescriptor().getAnnotation())
          ? template
          : english.interpolate(template, context);
    }

    @Override
    public String interpolate(String template, Context context, Locale locale) {
      return interpolate(template, context);
    }
  }

  /** Disables cascading: nested records are validated by the type tree. */
  private static final class SingleRecordResolver implements TraversableResolver {
    @Override
    public boolean isReachable(
        Object bean, Path.Node property, Class<?> root, Path path, ElementType type) {
      return true;
    }

    @Override
    public boolean isCascadable(
        Object bean, Path.Node property, Class<?> root, Path path, ElementType type) {
      return false;
    }
  }
}
