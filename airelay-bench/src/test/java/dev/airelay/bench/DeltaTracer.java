package dev.airelay.bench;

import com.sun.jdi.ClassType;
import com.sun.jdi.IncompatibleThreadStateException;
import com.sun.jdi.InterfaceType;
import com.sun.jdi.Method;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.StackFrame;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.MethodEntryEvent;
import com.sun.jdi.event.MethodExitEvent;
import com.sun.jdi.request.EventRequest;
import com.sun.jdi.request.EventRequestManager;
import com.sun.jdi.request.MethodEntryRequest;
import com.sun.jdi.request.MethodExitRequest;
import dev.airelay.transforms.spi.StreamEncoder;
import io.netty.channel.ChannelPipeline;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Follows one socket read of a relay through the Java Debug Interface. It begins when Netty calls {@code fireChannelRead} at
 * the head of the upstream connection's pipeline, and ends when {@code fireChannelReadComplete} returns there. In between,
 * the encoder must be entered and the client's socket written, both on the thread that reads, and nothing may be submitted
 * to an executor. Everything is found by the interface it implements, so the relay's types may be renamed and moved.
 */
final class DeltaTracer {
    private static final String OWN = "dev.airelay.";
    private static final long PATIENCE_MILLIS = 60_000;

    /**
     * Names of threads that run code of the relay whether a delta arrives or not, so an entry there says nothing about the
     * delta. Tasks that the delta gave to them would be noticed where they are submitted.
     */
    private static final List<String> BACKGROUND = List.of(
            // Writes records that were queued before.
            "airelay-traffic-log",
            // Checks every few seconds that the relay can still serve.
            "airelay-vitals",
            // Other event loops, which answer these checks.
            "airelay-loop");

    private final VirtualMachine machine;
    private final Set<Method> reads;
    private final Set<Method> writes;
    private final Set<Method> tasks;
    private final SortedSet<String> types = new TreeSet<>();
    private final Set<String> threadChanges = new LinkedHashSet<>();
    private @Nullable ThreadReference reader;
    private @Nullable List<String> handOffs;
    private boolean written;
    private boolean ended;

    /** Starts to wait for the next read. The relay must have served such a request before, so that its classes are loaded. */
    DeltaTracer(VirtualMachine machine) {
        this.machine = machine;
        Collection<ClassType> pipelines = loadedClasses(ChannelPipeline.class);
        reads = stopAt(pipelines, "fireChannelRead");
        writes = stopAt(loadedClasses(SocketChannel.class), "write");
        tasks = stopAt(loadedClasses(Executor.class), "execute");
        for (ClassType pipeline : pipelines) {
            MethodExitRequest exits = machine.eventRequestManager().createMethodExitRequest();
            exits.addClassFilter(pipeline);
            enable(exits);
        }
        MethodEntryRequest entries = machine.eventRequestManager().createMethodEntryRequest();
        entries.addClassFilter(OWN + "*");
        enable(entries);
    }

    /** Returns the loaded classes that extend or implement a type. */
    private Collection<ClassType> loadedClasses(Class<?> type) {
        Set<ClassType> all = new LinkedHashSet<>();
        Deque<ReferenceType> open = new ArrayDeque<>(machine.classesByName(type.getName()));
        while (!open.isEmpty()) {
            ReferenceType next = open.remove();
            if (next instanceof InterfaceType contract) {
                open.addAll(contract.subinterfaces());
                open.addAll(contract.implementors());
            } else if (next instanceof ClassType implementation && all.add(implementation)) {
                open.addAll(implementation.subclasses());
            }
        }
        return all;
    }

    /** Lets threads stop where a method of these classes begins; returns the methods. */
    private Set<Method> stopAt(Collection<ClassType> classes, String name) {
        Set<Method> methods = classes.stream()
                .flatMap(type -> type.methodsByName(name).stream())
                .filter(method -> method.declaringType() instanceof ClassType)
                .filter(method -> !method.isAbstract() && !method.isNative())
                .collect(Collectors.toSet());
        methods.forEach(method -> enable(machine.eventRequestManager().createBreakpointRequest(method.location())));
        if (methods.isEmpty()) {
            throw new IllegalStateException("no class with the method " + name + " is loaded");
        }
        return methods;
    }

    private static void enable(EventRequest request) {
        request.setSuspendPolicy(EventRequest.SUSPEND_EVENT_THREAD);
        request.enable();
    }

    /** Waits until the read is complete and detaches from the relay. */
    DeltaPath follow() throws InterruptedException, IncompatibleThreadStateException {
        while (!ended) {
            EventSet events = machine.eventQueue().remove(PATIENCE_MILLIS);
            if (events == null) {
                throw new IllegalStateException("the relay read nothing, or its read did not end");
            }
            for (Event event : events) {
                handle(event);
            }
            if (ended) {
                detach();
            } else {
                events.resume();
            }
        }
        if (handOffs == null) {
            throw new IllegalStateException(
                    "no encoder was entered on the thread that read the delta " + threadChanges);
        }
        if (!written) {
            threadChanges.add("the delta was not written to the client's socket before the read ended");
        }
        return new DeltaPath(handOffs, types);
    }

    /** Ends the tracing while the thread that reads is suspended: a later event could leave it suspended for good. */
    private void detach() {
        EventRequestManager requests = machine.eventRequestManager();
        requests.deleteAllBreakpoints();
        requests.deleteEventRequests(List.copyOf(requests.methodEntryRequests()));
        requests.deleteEventRequests(List.copyOf(requests.methodExitRequests()));
        machine.dispose();
    }

    /** Returns how the delta left the thread that read it; empty if it did not. */
    Set<String> threadChanges() {
        return threadChanges;
    }

    private void handle(Event event) throws IncompatibleThreadStateException {
        if (event instanceof BreakpointEvent stop) {
            stopped(stop.thread(), stop.location().method());
        } else if (event instanceof MethodEntryEvent entry && reader != null) {
            entered(entry.thread(), entry.method());
        } else if (event instanceof MethodExitEvent exit) {
            ended |= exit.thread().equals(reader) && exit.method().name().equals("fireChannelReadComplete");
        }
    }

    private void stopped(ThreadReference thread, Method method) {
        if (reader == null) {
            if (reads.contains(method)) {
                reader = thread;
            }
        } else if (writes.contains(method)) {
            written |= handOffs != null && thread.equals(reader);
            if (!thread.equals(reader)) {
                threadChanges.add("a socket is written by " + thread.name());
            }
        } else if (tasks.contains(method) && thread.equals(reader)) {
            threadChanges.add("a task is submitted to " + method.declaringType().name());
        }
    }

    private void entered(ThreadReference thread, Method method) throws IncompatibleThreadStateException {
        if (thread.equals(reader)) {
            types.add(topLevel(method.declaringType()));
            if (handOffs == null && isEncoder(method)) {
                handOffs = handOffs(thread);
            }
        } else if (isEncoder(method) || BACKGROUND.stream().noneMatch(thread.name()::startsWith)) {
            threadChanges.add(topLevel(method.declaringType()) + " is entered by " + thread.name());
        }
    }

    private static boolean isEncoder(Method method) {
        return method.name().equals("accept")
                && method.declaringType() instanceof ClassType type
                && type.allInterfaces().stream().anyMatch(one -> one.name().equals(StreamEncoder.class.getName()));
    }

    /** Returns the relay's types between the socket read and the encoder, which is on top of the stack. */
    private List<String> handOffs(ThreadReference thread) throws IncompatibleThreadStateException {
        Deque<String> fromRead = new ArrayDeque<>();
        for (StackFrame frame : thread.frames()) {
            ReferenceType type = frame.location().declaringType();
            if (type.name().startsWith(OWN)) {
                fromRead.push(topLevel(type));
            } else if (reads.contains(frame.location().method())) {
                break;
            }
        }
        fromRead.removeLast();
        return fromRead.stream().distinct().toList();
    }

    private static String topLevel(ReferenceType type) {
        return type.name().replaceFirst("\\$.*", "");
    }
}
