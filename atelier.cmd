@echo off
rem Starts a command of Atelier, such as "atelier train dcgan"; "atelier --help" lists them.
rem Builds once, with plain Maven into the target folders, and again when sources have changed.
rem
rem   JAVA_HOME              which Java to use (default: the one on the PATH)
rem   ATELIER_JAVA_OPTIONS   more options for it, such as -Xmx8g
rem   ATELIER_CLASSPATH      jars or folders with models of your own, separated by semicolons
setlocal
set "ATELIER_HOME=%~dp0"
set "ATELIER_TARGET=%ATELIER_HOME%cli\target"

set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java.exe"
"%java%" -version >nul 2>&1
if errorlevel 1 (
  echo atelier: Java is missing: expected a JDK of version 17 or newer on the PATH or in JAVA_HOME; install one, for example from https://adoptium.net 1>&2
  exit /b 1
)

rem Exit code 3: nothing built yet, or a source is newer than the build.
powershell -NoProfile -ExecutionPolicy Bypass -Command ^
  "$h = $env:ATELIER_HOME; $built = Join-Path $h 'cli\target\launcher-built';" ^
  "if (-not (Test-Path $built)) { exit 3 };" ^
  "$time = (Get-Item $built).LastWriteTime;" ^
  "$sources = @(Get-Item (Join-Path $h 'pom.xml'), (Join-Path $h '*\pom.xml')) + @(Get-ChildItem -Recurse (Join-Path $h 'core\src\main'), (Join-Path $h 'features\src\main'), (Join-Path $h 'datasets*\src\main'), (Join-Path $h 'models-*\src\main'), (Join-Path $h 'monitoring\src\main'), (Join-Path $h 'examples\src\main'), (Join-Path $h 'cli\src\main'));" ^
  "if ($sources | Where-Object { $_.LastWriteTime -gt $time } | Select-Object -First 1) { exit 3 }"
if not errorlevel 1 goto run

where mvn >nul 2>&1
if errorlevel 1 (
  echo atelier: Maven is missing: expected mvn 3.8 or newer on the PATH to build Atelier once; install it, for example from https://maven.apache.org 1>&2
  exit /b 1
)
echo Building Atelier once (at first, Maven downloads some 150 MB of libraries) ... 1>&2
if not exist "%ATELIER_TARGET%" mkdir "%ATELIER_TARGET%"
if not exist "%ATELIER_HOME%target" mkdir "%ATELIER_HOME%target"
type nul > "%ATELIER_TARGET%\launcher-building"
pushd "%ATELIER_HOME%"
call mvn -q -B process-classes -pl cli -am > "%ATELIER_HOME%target\launcher-build.log" 2>&1
set "code=%errorlevel%"
popd
if not "%code%"=="0" (
  powershell -NoProfile -Command "Get-Content -Tail 30 (Join-Path $env:ATELIER_HOME 'target\launcher-build.log')" 1>&2
  echo atelier: The build failed; the lines above are the end of %ATELIER_HOME%target\launcher-build.log 1>&2
  exit /b 1
)
rem A file of arguments, since a class path is longer than a line that cmd can hold.
powershell -NoProfile -Command ^
  "$t = $env:ATELIER_TARGET; $p = (Join-Path $t 'classes') + ';' + (Get-Content -Raw (Join-Path $t 'launcher-class-path')).Trim();" ^
  "$q = [string][char]34; [IO.File]::WriteAllText((Join-Path $t 'launcher-arguments'), '-cp ' + $q + $p.Replace('\', '\\') + $q, [Text.Encoding]::Default)"
move /y "%ATELIER_TARGET%\launcher-building" "%ATELIER_TARGET%\launcher-built" >nul

:run
set "arguments=%ATELIER_TARGET%\launcher-arguments"
if not defined ATELIER_CLASSPATH goto start
set "arguments=%ATELIER_TARGET%\launcher-arguments-extended"
powershell -NoProfile -Command ^
  "$t = $env:ATELIER_TARGET; $p = (Join-Path $t 'classes') + ';' + (Get-Content -Raw (Join-Path $t 'launcher-class-path')).Trim() + ';' + $env:ATELIER_CLASSPATH;" ^
  "$q = [string][char]34; [IO.File]::WriteAllText((Join-Path $t 'launcher-arguments-extended'), '-cp ' + $q + $p.Replace('\', '\\') + $q, [Text.Encoding]::Default)"

:start
rem One collector thread: the heap is small and the processor's cores are the engine's.
"%java%" -Xms32m -Xmx2g -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -Djava.awt.headless=true %ATELIER_JAVA_OPTIONS% "@%arguments%" org.atelier.cli.Atelier %*
exit /b %errorlevel%
