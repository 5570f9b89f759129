@echo off
rem Runs the airelay command of this package on Windows: with the Java beside it, or else with Java 17 or newer from
rem JAVA_HOME or the PATH. AIRELAY_JAVA_OPTS adds options for the Java virtual machine.
rem Names of other variables do not begin with AIRELAY_, because the program warns of settings that it does not know.
rem No variable or argument is used between parentheses: one that contains a parenthesis, as in C:\Program Files (x86), would
rem end them.
setlocal EnableExtensions DisableDelayedExpansion
for %%I in ("%~dp0..") do set "relay_home=%%~fI"
rem For services, which start this file by its full path.
set "AIRELAY_LAUNCHER=%~f0"

set "relay_zstd="
set "relay_java_home=%relay_home%\runtime"
if not exist "%relay_java_home%\bin\java.exe" goto environment
for %%I in ("%relay_home%\runtime\lib\libzstd-jni*.dll") do set relay_zstd="-DZstdNativePath=%%~fI"
goto version

:environment
if not defined JAVA_HOME goto path
set "relay_java_home=%JAVA_HOME%"
if exist "%relay_java_home%\bin\java.exe" goto version
echo airelay: JAVA_HOME is "%JAVA_HOME%", but there is no bin\java.exe in it. Looking on the PATH.>&2

:path
set "relay_java_home="
rem The java.exe on the PATH may only stand for another one, which it names itself.
for /f "tokens=1,* delims==" %%A in ('java -XshowSettings:properties -version 2^>^&1') do if "%%A"=="    java.home " for /f "tokens=*" %%C in ("%%B") do set "relay_java_home=%%C"
if defined relay_java_home goto version
echo airelay: Java is missing. Install Java 17 or newer, set JAVA_HOME to its directory, or use the package that has its own Java.>&2
exit /b 72

:version
rem JAVA_VERSION="17.0.1" in the file release of nearly every Java.
set "relay_version="
if not exist "%relay_java_home%\release" goto ask
for /f "usebackq tokens=1,* delims==" %%A in ("%relay_java_home%\release") do if "%%A"=="JAVA_VERSION" set "relay_version=%%~B"
:ask
rem Java itself takes longer. Behind "call", cmd.exe leaves the quotes in place.
if not defined relay_version for /f "tokens=1,* delims==" %%A in ('call "%relay_java_home%\bin\java.exe" -XshowSettings:properties -version 2^>^&1') do if "%%A"=="    java.version " for /f "tokens=*" %%C in ("%%B") do set "relay_version=%%C"
if defined relay_version goto major
echo airelay: The Java in "%relay_java_home%" does not say which one it is. Install Java 17 or newer, or set JAVA_HOME to its directory.>&2
exit /b 72
:major
set "relay_major=0"
for /f "tokens=1 delims=.-+" %%A in ("%relay_version%") do set "relay_major=%%A"
if %relay_major% LSS 17 goto old

rem The width of the terminal, which Java cannot find out: the fifth line in every language.
if not defined COLUMNS for /f "skip=4 tokens=2 delims=:" %%A in ('mode con 2^>nul') do if not defined COLUMNS for /f "tokens=1" %%B in ("%%A") do set "COLUMNS=%%B"

rem The options of a relay and those of a command that ends at once; launch.sh says why.
set "relay_options=-XX:+UseSerialGC -XX:-UsePerfData -XX:TieredStopAtLevel=1"
:argument
if "%~1"=="" goto run
if "%~1"=="serve" goto serve
if "%~1"=="emulate" goto serve
shift /1
goto argument
:serve
set "relay_options=-XX:+UseSerialGC -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=30 -XX:-ShrinkHeapInSteps -XX:-UsePerfData -Dio.netty.leakDetection.level=disabled -Dio.netty.jfr.enabled=false"
:run
if %relay_major% GEQ 22 set "relay_options=%relay_options% --enable-native-access=ALL-UNNAMED -Dsun.misc.unsafe.memory.access=allow"
rem The arguments are still all there: "shift" does not change them as a whole.
"%relay_java_home%\bin\java.exe" %relay_options% %relay_zstd% -Dairelay.command=airelay %AIRELAY_JAVA_OPTS% -jar "%relay_home%\airelay-cli.jar" %*
exit /b %ERRORLEVEL%

:old
echo airelay: Java %relay_version% in "%relay_java_home%" is too old. Install Java 17 or newer, or set JAVA_HOME to its directory.>&2
exit /b 72
