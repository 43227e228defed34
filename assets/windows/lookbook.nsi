; The installer: for one user, without an administrator's rights. .ci/windows/package calls it with
;   VERSION  what people see (1.2.3-rc.1)
;   NUMBERS  the same in four numbers (1.2.3.0)
;   FROM     folder of what is installed, and lookbook.ico
;   TO       the installer to write
; It removes what it installed, and nothing else: library, preferences and pictures stay.
Unicode true
ManifestDPIAware true
SetCompressor /SOLID lzma
SetCompressorDictSize 64 ; so that the second program costs nothing
RequestExecutionLevel user

!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh

!define ID "app.lookbook.Lookbook"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${ID}"
!define OPEN_WITH "Software\Classes\Applications\lookbook.exe"
!define TOASTS "Software\Classes\AppUserModelId\${ID}"

Name "Lookbook"
OutFile "${TO}"
InstallDir "$LOCALAPPDATA\Programs\Lookbook"
InstallDirRegKey HKCU "${UNINSTALL}" "InstallLocation"
BrandingText "Lookbook ${VERSION}"

VIProductVersion "${NUMBERS}"
VIFileVersion "${NUMBERS}"
VIAddVersionKey "ProductName" "Lookbook"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${NUMBERS}"
VIAddVersionKey "FileDescription" "Installs Lookbook"
VIAddVersionKey "LegalCopyright" "The Lookbook authors, MIT licence"

!define MUI_ICON "${FROM}/lookbook.ico"
!define MUI_UNICON "${FROM}/lookbook.ico"
!define MUI_FINISHPAGE_RUN "$INSTDIR\lookbook.exe"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

; Windows keeps a running program's file from being written.
!macro WAIT_UNTIL_CLOSED program
  ${If} ${FileExists} "$INSTDIR\${program}"
    ${Do}
      ClearErrors
      FileOpen $0 "$INSTDIR\${program}" a
      ${IfNot} ${Errors}
        FileClose $0
        ${Break}
      ${EndIf}
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "Lookbook is open. Close its window, then press Retry." /SD IDCANCEL IDRETRY +3
      SetErrorLevel 2
      Quit
    ${Loop}
  ${EndIf}
!macroend

Section
  !insertmacro WAIT_UNTIL_CLOSED "lookbook.exe"
  !insertmacro WAIT_UNTIL_CLOSED "lookbook.com"
  SetOutPath "$INSTDIR"
  File "${FROM}/lookbook.exe"
  File "${FROM}/lookbook.com"
  File "${FROM}/LICENSE.txt"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut /NoWorkingDir "$SMPROGRAMS\Lookbook.lnk" "$INSTDIR\lookbook.exe"

  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "Lookbook"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\lookbook.exe"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "The Lookbook authors"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" $0

  ; "Open with" offers Lookbook for these, and stays away from what opens them by default.
  WriteRegStr HKCU "${OPEN_WITH}" "FriendlyAppName" "Lookbook"
  WriteRegStr HKCU "${OPEN_WITH}\shell\open\command" "" '"$INSTDIR\lookbook.exe" "%1"'
  WriteRegStr HKCU "${OPEN_WITH}\SupportedTypes" ".png" ""
  WriteRegStr HKCU "${OPEN_WITH}\SupportedTypes" ".jpg" ""
  WriteRegStr HKCU "${OPEN_WITH}\SupportedTypes" ".jpeg" ""
  WriteRegStr HKCU "${OPEN_WITH}\SupportedTypes" ".webp" ""
  WriteRegStr HKCU "${OPEN_WITH}\SupportedTypes" ".txt" ""
  WriteRegStr HKCU "${OPEN_WITH}\SupportedTypes" ".csv" ""
  WriteRegStr HKCU "${OPEN_WITH}\SupportedTypes" ".tsv" ""

  ; Notifications come under this name.
  WriteRegStr HKCU "${TOASTS}" "DisplayName" "Lookbook"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)' ; file types changed
SectionEnd

Section "Uninstall"
  !insertmacro WAIT_UNTIL_CLOSED "lookbook.exe"
  !insertmacro WAIT_UNTIL_CLOSED "lookbook.com"
  Delete "$INSTDIR\lookbook.exe"
  Delete "$INSTDIR\lookbook.com"
  Delete "$INSTDIR\LICENSE.txt"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR" ; only if nothing of anybody else's is in it
  Delete "$SMPROGRAMS\Lookbook.lnk"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "${OPEN_WITH}"
  DeleteRegKey HKCU "${TOASTS}"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd
