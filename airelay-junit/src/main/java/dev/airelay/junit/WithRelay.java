package dev.airelay.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class one {@link TestRelay}, for every parameter of this type: of constructors, tests and methods such as {@code
 * @BeforeEach}. It starts before the first test and closes after the last. After each test it forgets answers and requests.
 *
 * @see RelayExtension
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RelayExtension.class)
public @interface WithRelay {

    /** Returns further names of models, such as {@code gpt-4o} or {@code llama3.2}. */
    String[] models() default {};
}
