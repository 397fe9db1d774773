package io.celers.broker.jooq.rules;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What classes call, be it by a call or by a reference such as {@code DSLContext::fetch}. */
final class Calls {

  private Calls() {}

  /** Every use of a method or constructor, also from inside lambda expressions. */
  static List<JavaCodeUnitAccess<?>> of(JavaClass javaClass) {
    return Stream.of(
            javaClass.getMethodCallsFromSelf().stream(),
            javaClass.getConstructorCallsFromSelf().stream(),
            javaClass.getMethodReferencesFromSelf().stream(),
            javaClass.getConstructorReferencesFromSelf().stream())
        .<JavaCodeUnitAccess<?>>flatMap(calls -> calls)
        .toList();
  }

  static ArchCondition<JavaClass> never(String what, Predicate<CodeUnitAccessTarget> forbidden) {
    return new ArchCondition<>("not call " + what) {
      @Override
      public void check(JavaClass javaClass, ConditionEvents events) {
        for (JavaCodeUnitAccess<?> call : of(javaClass)) {
          if (forbidden.test(call.getTarget())) {
            events.add(SimpleConditionEvent.violated(call, call.getDescription()));
          }
        }
      }
    };
  }

  static boolean isOn(CodeUnitAccessTarget target, String owner) {
    return target.getOwner().isAssignableTo(owner);
  }

  /** Whether the method is declared by jOOQ. */
  static boolean isOnJooq(CodeUnitAccessTarget target) {
    return target.getOwner().getPackageName().startsWith("org.jooq");
  }

  static boolean takes(CodeUnitAccessTarget target, Class<?> parameter) {
    return target.getRawParameterTypes().stream()
        .anyMatch(type -> type.getBaseComponentType().isEquivalentTo(parameter));
  }

  /** The method itself, and those that it overrides. */
  static Stream<JavaCodeUnit> declarations(CodeUnitAccessTarget target) {
    List<String> parameters = names(target.getRawParameterTypes());
    JavaClass owner = target.getOwner();
    return Stream.concat(Stream.of(owner), owner.getAllRawSuperclasses().stream())
        .flatMap(type -> Stream.concat(Stream.of(type), type.getAllRawInterfaces().stream()))
        .flatMap(type -> type.getCodeUnits().stream())
        .filter(unit -> unit.getName().equals(target.getName()))
        .filter(unit -> names(unit.getRawParameterTypes()).equals(parameters));
  }

  private static List<String> names(List<JavaClass> types) {
    return types.stream().map(JavaClass::getName).toList();
  }
}
