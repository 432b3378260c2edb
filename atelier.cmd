@echo off
rem Starts a command of Atelier, such as "atelier train dcgan"; "atelier --help" lists them.
rem Builds once, with plain Maven into the target folders, and again when sources have changed.
rem
rem   JAVA_HOME              which Java to use (default: the one on the PATH)
rem   ATELIER_JAVA_OPTIONS   more options for it, such as -Xmx8g
rem   ATELIER_CLASSPATH      jars or folders with models of your own, separated by semicolons
rem   ATELIER_WEIGHTS        a folder with published weights (atelier weights list)
rem   ATELIER_CACHE          the folder for downloads (default: in the folder for caches of the system)
setlocal
set "ATELIER_HOME=%~dp0"
set "ATELIER_TARGET=%ATELIER_HOME%cli\target"

set "java=java"
set "release="
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java.exe"
if defined JAVA_HOME set "release=%JAVA_HOME%\release"
if not defined JAVA_HOME for %%j in (java.exe) do if not "%%~$PATH:j"=="" set "release=%%~dp$PATH:j..\release"

rem The version of Java: most have it in a file, which takes no time to read; the others are asked.
rem Jumps in place of blocks: the name of a folder such as "Program Files (x86)" would end a block.
set "version="
if defined release if exist "%release%" for /f "tokens=2 delims==" %%v in ('findstr /b "JAVA_VERSION=" "%release%"') do set "version=%%~v"
if defined version goto java_known
"%java%" -version >nul 2>&1
if not errorlevel 1 goto java_found
echo atelier: Java is missing: expected a JDK of version 17 or newer on the PATH or in JAVA_HOME; install one, for example from https://adoptium.net 1>&2
exit /b 1
:java_found
for /f "tokens=3" %%v in ('""%java%" -version 2^>^&1 ^| findstr /c:" version ""') do set "version=%%~v"
:java_known
set "major=0"
for /f "delims=.-+_ " %%m in ("%version%") do set "major=%%m"
if %major% geq 17 goto java_young
echo atelier: Java is too old: expected version 17 or newer, but "%java%" has version %version%; install a JDK 17, or let JAVA_HOME name one 1>&2
exit /b 1
:java_young

rem Exit code 2: nothing built yet; 3: a source is newer than the build; 4: a part of the build is gone, or is another user's.
powershell -NoProfile -ExecutionPolicy Bypass -Command ^
  "$h = $env:ATELIER_HOME; $t = $env:ATELIER_TARGET; $built = Join-Path $t 'launcher-built';" ^
  "if (-not (Test-Path -LiteralPath $built)) { exit 2 };" ^
  "try { $parts = @((Join-Path $t 'classes')) + [IO.File]::ReadAllText((Join-Path $t 'launcher-class-path')).Trim().Split(';') } catch { exit 4 };" ^
  "foreach ($part in $parts) { if (-not ([IO.File]::Exists($part) -or [IO.Directory]::Exists($part))) { exit 4 } };" ^
  "$time = (Get-Item -LiteralPath $built).LastWriteTime;" ^
  "$sources = @(Get-Item (Join-Path $h 'pom.xml'), (Join-Path $h '*\pom.xml')) + @(Get-ChildItem -Recurse (Join-Path $h 'core\src\main'), (Join-Path $h 'features\src\main'), (Join-Path $h 'datasets*\src\main'), (Join-Path $h 'models-*\src\main'), (Join-Path $h 'monitoring\src\main'), (Join-Path $h 'examples\src\main'), (Join-Path $h 'cli\src\main'));" ^
  "if ($sources | Where-Object { $_.LastWriteTime -gt $time } | Select-Object -First 1) { exit 3 }"
set "state=%errorlevel%"
if "%state%"=="0" goto run

rem Whether this user may write where a build does.
if not exist "%ATELIER_TARGET%" mkdir "%ATELIER_TARGET%" 2>nul
copy /y nul "%ATELIER_TARGET%\launcher-building" >nul 2>&1
if not errorlevel 1 goto build
if "%state%"=="3" goto stale
if "%state%"=="4" goto foreign
echo atelier: Atelier is not built yet, and this user may not write to "%ATELIER_HOME%"; let its owner start it once, or build it in a copy of the folder that is your own 1>&2
exit /b 1
:foreign
echo atelier: Atelier was built by another user, and this one cannot read a library of that build; let the owner make the libraries readable, or build Atelier in a copy of the folder that is your own 1>&2
exit /b 1
:stale
echo atelier: The sources have changed since Atelier was built, but this user may not write to "%ATELIER_HOME%"; the build of before is used 1>&2
goto run

:build
where mvn >nul 2>&1
if errorlevel 1 (
  echo atelier: Maven is missing: expected mvn 3.8 or newer on the PATH to build Atelier once; install it, for example from https://maven.apache.org 1>&2
  exit /b 1
)
echo Building Atelier once (at first, Maven downloads some 150 MB of libraries) ... 1>&2
if not exist "%ATELIER_HOME%target" mkdir "%ATELIER_HOME%target"
rem launcher-building has the time of the start: what is changed during the build is built next time.
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
set "temporary="
if not defined ATELIER_CLASSPATH goto start
rem In the user's own folder: Atelier's may be another user's.
set "temporary=%TEMP%\atelier-arguments-%RANDOM%-%RANDOM%"
set "arguments=%temporary%"
powershell -NoProfile -Command ^
  "$t = $env:ATELIER_TARGET; $p = (Join-Path $t 'classes') + ';' + (Get-Content -Raw (Join-Path $t 'launcher-class-path')).Trim() + ';' + $env:ATELIER_CLASSPATH;" ^
  "$q = [string][char]34; [IO.File]::WriteAllText($env:temporary, '-cp ' + $q + $p.Replace('\', '\\') + $q, [Text.Encoding]::Default)"

:start
rem One collector thread: the heap is small and the processor's cores are the engine's.
"%java%" -Xms32m -Xmx2g -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -Djava.awt.headless=true %ATELIER_JAVA_OPTIONS% "@%arguments%" org.atelier.cli.Atelier %*
set "code=%errorlevel%"
if defined temporary del "%temporary%" 2>nul
exit /b %code%
