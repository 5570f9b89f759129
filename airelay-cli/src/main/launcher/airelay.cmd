@echo off
rem Runs the airelay command of this package on Windows: with the Java beside it, or else with Java 17 or newer from
rem JAVA_HOME or the PATH. AIRELAY_JAVA_OPTS adds options for the Java virtual machine.
rem Names of other variables do not begin with AIRELAY_, because the program warns of settings that it does not know.
setlocal EnableExtensions DisableDelayedExpansion
for %%I in ("%~dp0..") do set "relay_home=%%~fI"
set "relay_zstd="

if exist "%relay_home%\runtime\bin\java.exe" (
    set "relay_java_home=%relay_home%\runtime"
    for %%I in ("%relay_home%\runtime\lib\libzstd-jni*.dll") do set "relay_zstd=-DZstdNativePath=%%~fI"
    goto version
)
if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" (
    set "relay_java_home=%JAVA_HOME%"
    goto version
)
if defined JAVA_HOME echo airelay: JAVA_HOME is %JAVA_HOME%, but there is no bin\java.exe in it. Looking on the PATH.>&2
set "relay_java_home="
rem The java.exe on the PATH may only stand for another one, which it names itself.
for /f "tokens=1,* delims==" %%A in ('java -XshowSettings:properties -version 2^>^&1') do (
    if "%%A"=="    java.home " for /f "tokens=*" %%C in ("%%B") do set "relay_java_home=%%C"
)
if not defined relay_java_home (
    echo airelay: Java is missing. Install Java 17 or newer, set JAVA_HOME to its directory, or use the package that has its own Java.>&2
    exit /b 69
)

:version
rem JAVA_VERSION="17.0.1" in the file release of every Java.
set "relay_version="
set "relay_major=0"
if exist "%relay_java_home%\release" for /f "usebackq tokens=1,* delims==" %%A in ("%relay_java_home%\release") do (
    if "%%A"=="JAVA_VERSION" set "relay_version=%%~B"
)
if defined relay_version for /f "tokens=1 delims=.-+" %%A in ("%relay_version%") do set "relay_major=%%A"
if not "%relay_major%"=="0" if %relay_major% LSS 17 (
    echo airelay: Java %relay_version% in %relay_java_home% is too old. Install Java 17 or newer, or set JAVA_HOME to its directory.>&2
    exit /b 69
)

rem For services, which start this file by its full path.
set "AIRELAY_LAUNCHER=%~f0"
rem The options of a relay and those of a command that ends at once; launch.sh says why.
set "relay_options=-XX:+UseSerialGC -XX:-UsePerfData -XX:TieredStopAtLevel=1"
for %%A in (%*) do (
    if "%%~A"=="serve" goto serve
    if "%%~A"=="emulate" goto serve
)
goto run
:serve
set "relay_options=-XX:+UseSerialGC -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=30 -XX:-ShrinkHeapInSteps -XX:-UsePerfData -Dio.netty.leakDetection.level=disabled"
:run
if %relay_major% GEQ 22 set "relay_options=%relay_options% --enable-native-access=ALL-UNNAMED"
if defined relay_zstd (
    "%relay_java_home%\bin\java.exe" %relay_options% "%relay_zstd%" -Dairelay.command=airelay %AIRELAY_JAVA_OPTS% -jar "%relay_home%\airelay-cli.jar" %*
) else (
    "%relay_java_home%\bin\java.exe" %relay_options% -Dairelay.command=airelay %AIRELAY_JAVA_OPTS% -jar "%relay_home%\airelay-cli.jar" %*
)
exit /b %ERRORLEVEL%
