# Starts the command line in Java: the part that the launcher of a checkout and that of a package share. Sourced, not run.
#
# launch JAR PLACE ARGUMENT...: becomes Java, with the options for the command and, where there is one, an archive of the
# classes. Without one, the first command makes it in the background: it runs "train", which takes some seconds. A missing or
# unusable archive costs time and nothing else.
#
# The archive is in the directory that the variable archives names, else in $XDG_CACHE_HOME/airelay or ~/.cache/airelay.
# AIRELAY_ARCHIVE=off does without,
# AIRELAY_ARCHIVE=wait makes it first, unless another process does, and reports the result. AIRELAY_JAVA_OPTS adds options for the Java virtual machine.

# called_as FILE: sets called, which launch needs, to the command as it was typed, for hints that can be pasted: airelay from the PATH, else a path.
called_as() {
    called=$1
    [ "$(command -v -- "${1##*/}")" != "$1" ] || called=${1##*/}
}

# find_java PLACE: sets java, java_home, java_major, java_version and java_release. Ends the process with 72 if there is no Java
# that is new enough: not with the 69 of a busy port, after which a service manager should try again. A package for one platform has its own Java, in PLACE/runtime.
find_java() {
    java_major=0
    java_version=
    java_release=
    java_home=
    if [ -x "$1/runtime/bin/java" ]; then
        java_home=$1/runtime
    elif [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/java" ]; then
        java_home=$JAVA_HOME
    else
        [ -z "${JAVA_HOME:-}" ] ||
            echo "airelay: JAVA_HOME is $JAVA_HOME, but $JAVA_HOME/bin/java is not a program. Looking on the PATH." >&2
        java=$(readlink -f -- "$(command -v java)" 2>/dev/null) || no_java
        [ -n "$java" ] || no_java
        java_home=${java%/bin/java}
        if ! [ -f "$java_home/release" ]; then
            # Not a JDK's own program but one that chooses a JDK, as macOS and some version managers have.
            java_home=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p')
            [ -n "$java_home" ] || no_java
        fi
    fi
    java=$java_home/bin/java
    read_release
    # Some packages of Java have no such file, or one without a version. Java itself takes longer.
    [ "$java_major" -gt 0 ] || ask_java
    if [ "$java_major" -lt 17 ]; then
        echo "airelay: Java $java_version in $java_home is too old. Install Java 17 or newer, or set JAVA_HOME to its directory." >&2
        exit 72
    fi
}

# read_release: sets java_major, java_version and java_release from the file with which nearly every Java comes; 0 without one.
read_release() {
    [ -f "$java_home/release" ] || return 0
    while IFS='=' read -r name value; do
        case $name in
            JAVA_VERSION)
                value=${value#\"}
                java_major=${value%%[!0-9]*}
                java_version=${value%\"}
                ;;
            IMPLEMENTOR | JAVA_RUNTIME_VERSION | IMPLEMENTOR_VERSION) java_release="$java_release $value" ;;
        esac
    done <"$java_home/release"
    [ -n "$java_major" ] || java_major=0
}

# ask_java: sets them from the properties of the running Java. Ends the process if it does not run.
ask_java() {
    properties=$("$java" -XshowSettings:properties -version 2>&1) || true
    java_version=$(printf '%s\n' "$properties" | sed -n 's/^ *java\.version = //p')
    java_release=$(printf '%s\n' "$properties" | sed -n 's/^ *java\.runtime\.version = //p; s/^ *java\.vendor = //p')
    java_major=${java_version%%[!0-9]*}
    if [ -z "$java_major" ]; then
        echo "airelay: $java does not say which Java it is. Install Java 17 or newer, or set JAVA_HOME to its directory." >&2
        exit 72
    fi
}

no_java() {
    echo "airelay: Java is missing. Install Java 17 or newer, set JAVA_HOME to its directory, or use a package that" \
        "has its own Java." >&2
    exit 72
}

# private DIRECTORY: whether it is this user's, and its mode, as ls shows it, keeps all others out.
private() {
    [ -O "$1" ] || return 1
    case $(LC_ALL=C ls -ld -- "$1") in
        drwx------*) return 0 ;;
        *) return 1 ;;
    esac
}

line_end='
'

# guarded: whether nobody else may write to the archive or replace it: they could have Java run any code.
guarded() {
    if ! [ -O "$cache" ] || ! [ -O "$archive" ]; then
        return 1
    fi
    case $(LC_ALL=C ls -ld -- "$cache" "$archive") in
        drwx------*"$line_end"-rw-------*) return 0 ;;
        *) return 1 ;;
    esac
}
# find_archive JAR PLACE: sets archive to where it is or would be; empty if there can be none. Every program that it starts
# is time that each command takes.
find_archive() {
    archive=
    case ${AIRELAY_ARCHIVE:-}${AIRELAY_JAVA_OPTS:-} in
        off* | *-Xshare* | *Archive* | *AOT*) return 0 ;;
    esac
    [ "$java_major" -ge 17 ] || return 0
    if [ -n "${archives:-}" ]; then
        cache=$archives
    elif [ -n "${XDG_CACHE_HOME:-}" ]; then
        cache=$XDG_CACHE_HOME/airelay
    else
        [ -n "${HOME:-}" ] || return 0
        cache=$HOME/.cache/airelay
    fi
    if ! [ -d "$cache" ]; then
        (umask 077 && mkdir -p -- "$cache") 2>/dev/null || return 0
    fi
    case $cache in
        # Options are split at spaces.
        *[[:space:]]*) return 0 ;;
        /*) ;;
        *) return 0 ;;
    esac
    # Changes with every build and every Java.
    state=$(printf '%s' "$1 $2 $java_home $java_release ${AIRELAY_JAVA_OPTS:-} $(LC_ALL=C ls -ln -- "$1" "${1%/*}/lib" 2>/dev/null)" | cksum)
    archive=$cache/${state%% *}.classes
}

# use_archive FILE: sets shared to the options with which Java uses an archive. -Xshare and an AOT cache exclude each other.
use_archive() {
    if [ "$java_major" -ge 25 ]; then
        shared="-XX:AOTCache=$1 -Xlog:aot*=off -Xlog:cds*=off"
    else
        shared="-Xshare:auto -XX:SharedArchiveFile=$1 -Xlog:cds*=off -Xlog:class+path*=off"
    fi
}

# make_archive JAR PLACE: runs the training once, however many commands ask for it, and puts the archive into its place whole.
make_archive() {
    private "$cache" || return 0
    lock=$archive.lock
    if ! mkdir -- "$lock" 2>/dev/null; then
        # That of a training that was killed.
        [ -n "$(find "$lock" -prune -mmin +10 2>/dev/null)" ] || return 0
        touch -- "$lock"
    fi
    made=$cache/making.$$
    umask 077
    # Nobody waits for it: it takes what time the others leave.
    patient=nice
    if [ "${AIRELAY_ARCHIVE:-}" != wait ] && command -v chrt >/dev/null 2>&1; then
        patient="chrt -i 0"
    fi
    # The directory in which the command was typed may go.
    cd "$cache"
    if [ "$java_major" -ge 25 ]; then
        # Classes without the profiles of their methods, which would take 8 MiB of memory: docs/performance.md
        record="-XX:AOTCacheOutput=$made -XX:+UnlockDiagnosticVMOptions -XX:+IgnoreUnrecognizedVMOptions
            -XX:-AOTRecordTraining"
    else
        record="-Xshare:auto -XX:ArchiveClassesAtExit=$made"
    fi
    use_archive "$made"
    # A record of what the relay does, not of what trains it; and an archive that Java cannot use is not kept.
    # shellcheck disable=SC2086
    if $patient "$java" $command_options $native ${zstd:+"$zstd"} -jar "$1" train -- \
        "$java" $serve_options $native ${zstd:+"$zstd"} ${AIRELAY_JAVA_OPTS:-} $record -jar "$1" >"$made.log" 2>&1 &&
        [ -s "$made" ] && "$java" $serve_options $native ${AIRELAY_JAVA_OPTS:-} $shared -jar "$1" --version \
        >>"$made.log" 2>&1; then
        chmod 600 "$made"
        mv -f -- "$made" "$archive"
        rm -f -- "$archive.failed" "$made".*
        own "$2"
        remove_older
    else
        [ "${AIRELAY_ARCHIVE:-}" != wait ] || cat "$made.log" >&2
        # Not tried again until the build or Java is another one.
        mv -f -- "$made.log" "$archive.failed"
        rm -f -- "$made" "$made".*
        own "$2"
    fi
    rmdir -- "$lock"
}

# own PLACE: writes beside the archive whose it is: of which program and which Java.
own() {
    owner=$(printf '%s' "$1 $java_home" | cksum)
    # Without the file, the archive is used and never removed.
    { echo "$owner" >"$archive.of"; } 2>/dev/null || true
}

# remove_older: removes the archives of earlier builds of the same program for the same Java.
remove_older() {
    for old in "$cache"/*.of; do
        if [ "$old" != "$archive.of" ] && read -r other <"$old" && [ "$other" = "$owner" ]; then
            rm -f -- "$old" "${old%.of}" "${old%.of}.failed"
        fi
    done
}

# The options of a relay. Serial: no threads or tables of its own. A young generation in which many requests fit: few
# collections, and what they leave is small. An old generation in which many streams fit: Java 17 collects the whole heap
# each time that it grows. The heap shrinks at once to that size when the relay, idle, has it collected.
# The optimizing compiler takes small methods into their callers, not large ones: it is done in a third of the time, and
# sooner, which is what most of the CPU of the first 50,000 requests went to; at full speed nothing is lost. docs/performance.md
serve_options="-XX:+UseSerialGC -XX:InlineSmallCode=800 -XX:FreqInlineSize=100 -XX:MaxInlineLevel=9
    -XX:Tier4InvocationThreshold=2000 -XX:Tier4MinInvocationThreshold=300 -XX:Tier4CompileThreshold=6000
    -Xms64m -Xmn24m -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=30 -XX:-ShrinkHeapInSteps
    -XX:-UsePerfData -Dio.netty.leakDetection.level=disabled -Dio.netty.jfr.enabled=false"
# A command that ends at once gains nothing from the optimizing compiler.
command_options="-XX:+UseSerialGC -Xms16m -XX:-UsePerfData -XX:TieredStopAtLevel=1"

# describe_terminal: exports what Java cannot find out: the launcher's place, for services, and the width of the terminal.
describe_terminal() {
    case $0 in
        /*) AIRELAY_LAUNCHER=$0 ;;
        *) AIRELAY_LAUNCHER=$PWD/${0#./} ;;
    esac
    export AIRELAY_LAUNCHER
    if [ -z "${COLUMNS:-}" ] && [ -t 1 ] && size=$(stty size 2>/dev/null </dev/tty); then
        COLUMNS=${size#* }
        export COLUMNS
    fi
}

# launch JAR PLACE ARGUMENT...: PLACE is the directory of the program, the same for all of its builds.
launch() {
    jar=$1
    place_of_program=$2
    shift 2
    find_java "$place_of_program"
    find_archive "$jar" "$place_of_program"
    # Beside its own Java a package has the library of zstd, which is then not unpacked to /tmp at each start.
    zstd=
    for library in "$place_of_program"/runtime/lib/libzstd-jni*; do
        [ ! -f "$library" ] || zstd=-DZstdNativePath=$library
    done
    # zstd and Netty call native code; newer versions of Java warn of it. With Unsafe, which Netty does not use by itself from
    # Java 25 on, a start takes a ninth less time and a stream a seventh; a version of Java without it ignores the property.
    native=
    [ "$java_major" -lt 22 ] || native="--enable-native-access=ALL-UNNAMED -Dsun.misc.unsafe.memory.access=allow"
    # What the C library holds is given back too, where Java knows how.
    if [ -d /proc/self ]; then
        case $java_version in
            17.0.1[2-9]* | 21.0.[4-9]* | 21.0.1[0-9]* | 2[3-9]* | [3-9][0-9]*)
                # An experimental option in some builds, unknown to others.
                serve_options="$serve_options -XX:+UnlockExperimentalVMOptions -XX:+IgnoreUnrecognizedVMOptions
                    -XX:TrimNativeHeapInterval=20000"
                ;;
        esac
    fi
    case "${AIRELAY_JAVA_OPTS:-} ${JDK_JAVA_OPTIONS:-} ${JAVA_TOOL_OPTIONS:-}" in
        # The sizes given there may not fit ours.
        *-Xm* | *MaxHeapSize*)
            serve_options="${serve_options%%-Xms*}${serve_options##*-Xmn24m }"
            command_options="${command_options%%-Xms*}${command_options##*-Xms16m }"
            ;;
    esac
    describe_terminal
    options=$command_options
    for argument in "$@"; do
        case $argument in
            serve | emulate | train) options=$serve_options ;;
        esac
    done
    shared=-Xshare:auto
    if [ -n "$archive" ]; then
        if ! [ -f "$archive" ]; then
            if [ "${AIRELAY_ARCHIVE:-}" = wait ]; then
                (make_archive "$jar" "$place_of_program")
            elif [ "$options" = "$serve_options" ] && ! [ -f "$archive.failed" ]; then
                # Not a child of the process that becomes Java.
                ( (make_archive "$jar" "$place_of_program") </dev/null >/dev/null 2>&1 &)
            fi
        fi
        if [ -f "$archive" ] && guarded; then
            use_archive "$archive"
        fi
    fi
    # shellcheck disable=SC2086
    exec "$java" $options $native $shared ${zstd:+"$zstd"} "-Dairelay.command=$called" ${AIRELAY_JAVA_OPTS:-} -jar "$jar" "$@"
}
