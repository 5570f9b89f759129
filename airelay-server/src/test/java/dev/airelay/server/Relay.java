package dev.airelay.server;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class one relay with default settings, for a constructor parameter of type {@link RunningRelay} or
 * {@link SdkRelay}. It starts before the first test and stops after the last. After each test, the emulator forgets its
 * scripts and the requests it got; what the relay stored and learned stays, so a test that needs an empty relay starts its
 * own.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RelayExtension.class)
@interface Relay {}
